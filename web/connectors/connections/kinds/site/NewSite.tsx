import { useState } from 'react'
import { createConnection } from '../../../../../src/connectors/connections/contract.ts'
import { listSources } from '../../../../../src/customers/contract.ts'
import { useAction, useCall } from '../../../../api.ts'
import { useProblems } from '../../../../problems.ts'
import { Refused } from '../../../../staff/Refused.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { Select } from '../../../../ui/Choice.tsx'
import { Form } from '../../../../ui/Dialog.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import { newSite, problemsOf, SiteFields, settingsOf } from './SiteFields.tsx'
import { useSiteKindWords } from './words.ts'

const ownNumbers = 0

export function NewSite({ onMade }: { onMade(id: number): void }) {
  const words = useSiteKindWords()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState('')
  const [draft, setDraft] = useState(newSite)
  const [sourceId, setSourceId] = useState(ownNumbers)
  const sources = useCall(listSources, {}).data?.items ?? []
  const body = { kind: 'site', name, settings: settingsOf(draft), ...(sourceId === ownNumbers ? {} : { sourceId }) }
  const make = useAction(createConnection, { onDone: ({ id }) => onMade(id) })
  return (
    <Form problems={problemsOf(byField(make.error))} onSubmit={() => make.run({ body })}>
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
      <Select<number>
        label={words.source}
        note={words.sourceNote}
        name="sourceId"
        choices={[
          { id: ownNumbers, label: words.ownNumbers },
          ...sources.map(({ id, name: label }) => ({ id, label })),
        ]}
        value={sourceId}
        onChange={setSourceId}
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
