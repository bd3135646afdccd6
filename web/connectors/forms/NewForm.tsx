import { useState } from 'react'
import { createForm, formKinds, listForms } from '../../../src/connectors/forms/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Button } from '../../ui/Button.tsx'
import { Radio, RadioGroup, Select } from '../../ui/Choice.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useLanguage } from '../../words.ts'
import { useFormWords } from './words.ts'

interface NewFormProps {
  /** the button stands where those of dialogs do */
  isInDialog?: boolean
  onMade(id: number): void
}

/** A form begins with its kind, a name, and the questions it usually has. */
export function NewForm({ isInDialog = false, onMade }: NewFormProps) {
  const words = useFormWords()
  const language = useLanguage()
  const { sentence, byField } = useProblems()
  const [kind, setKind] = useState<(typeof formKinds)[number]>('sign-up')
  const [name, setName] = useState('')
  const [locale, setLocale] = useState<'ja' | 'en'>(language)
  const make = useAction(createForm, { refresh: [listForms], onDone: ({ id }) => onMade(id) })
  return (
    <Form onSubmit={() => make.run({ body: { kind, name, locale } })} problems={byField(make.error)}>
      <RadioGroup label={words.kind} value={kind} onChange={(value) => setKind(value as typeof kind)}>
        {formKinds.map((one) => (
          <Radio key={one} value={one} note={words.kindNotes[one]}>
            {words.kinds[one]}
          </Radio>
        ))}
      </RadioGroup>
      <TextField label={words.name} note={words.nameNote} name="name" value={name} onChange={setName} isRequired />
      <Select<'ja' | 'en'>
        label={words.language}
        choices={(['ja', 'en'] as const).map((id) => ({ id, label: words.languages[id] }))}
        value={locale}
        onChange={setLocale}
      />
      {make.error && <Refused>{sentence(make.error)}</Refused>}
      <div className={isInDialog ? 'flex justify-end pb-2' : 'pb-2'}>
        <Button kind="primary" size="normal" type="submit" isPending={make.pending}>
          {words.add}
        </Button>
      </div>
    </Form>
  )
}
