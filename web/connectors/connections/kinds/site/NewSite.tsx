import { useState } from 'react'
import { createConnection } from '../../../../../src/connectors/connections/contract.ts'
import { useAction } from '../../../../api.ts'
import { useProblems } from '../../../../problems.ts'
import { Refused } from '../../../../staff/Refused.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { Form } from '../../../../ui/Dialog.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import { newSite, problemsOf, SiteFields, settingsOf } from './SiteFields.tsx'
import { useSiteKindWords } from './words.ts'

export function NewSite({ onMade }: { onMade(id: number): void }) {
  const words = useSiteKindWords()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState('')
  const [draft, setDraft] = useState(newSite)
  const make = useAction(createConnection, { onDone: ({ id }) => onMade(id) })
  return (
    <Form
      problems={problemsOf(byField(make.error))}
      onSubmit={() => make.run({ body: { kind: 'site', name, settings: settingsOf(draft) } })}
    >
      <TextField
        label={words.name}
        note={words.nameNote}
        name="name"
        placeholder={words.namePlaceholder}
        value={name}
        onChange={setName}
        isRequired
        autoFocus
      />
      <SiteFields draft={draft} onChange={setDraft} />
      {make.error && <Refused>{sentence(make.error)}</Refused>}
      <p>
        <Button size="normal" kind="primary" type="submit" isPending={make.pending}>
          {words.make}
        </Button>
      </p>
    </Form>
  )
}
