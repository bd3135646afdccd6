import { useState } from 'react'
import {
  type AttributeDefinitionReply,
  attributeTypes,
  changeAttributeDefinition,
  createAttributeDefinition,
  listAttributeDefinitions,
} from '../../src/customers/contract.ts'
import { useAction, useCall } from '../api.ts'
import { Select } from '../ui/Choice.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { EntryDialog, Register } from './Register.tsx'
import { useSettingsWords } from './words.ts'

type Definition = AttributeDefinitionReply
type Type = Definition['type']

export function AttributesPage() {
  const words = useSettingsWords()
  const definitions = useCall(listAttributeDefinitions, {})
  return (
    <Register<Definition>
      page="attributes"
      rows={definitions.data?.items}
      error={definitions.error}
      onRetry={() => void definitions.refetch()}
      words={words.attributes}
      columns={[
        { key: 'type', heading: words.attributes.type, render: (one) => words.attributes.types[one.type] },
        { key: 'key', heading: words.attributes.key, render: (one) => one.key },
        {
          key: 'choices',
          heading: words.attributes.choices,
          width: '40%',
          render: (one) => one.choices.join('、'),
          title: (one) => one.choices.join('、'),
        },
      ]}
      form={(definition, close) => <Entry definition={definition} onClose={close} />}
    />
  )
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

function Entry({ definition, onClose }: { definition: Definition | null; onClose(): void }) {
  const words = useSettingsWords()
  const [name, setName] = useState(definition?.name ?? '')
  const [key, setKey] = useState('')
  const [type, setType] = useState<Type>(definition?.type ?? 'text')
  const [choices, setChoices] = useState(definition?.choices.join('\n') ?? '')
  const outcome = {
    refresh: [listAttributeDefinitions],
    onDone: () => {
      toast.done(definition ? words.saved : words.added(name))
      onClose()
    },
  }
  const add = useAction(createAttributeDefinition, outcome)
  const change = useAction(changeAttributeDefinition, outcome)
  const listed = type === 'choice' ? { choices: lines(choices) } : {}
  const save = () =>
    definition
      ? change.run({
          params: { id: definition.id },
          body: { version: definition.version, change: { name, ...listed } },
        })
      : add.run({ body: { name, key, type, ...listed } })
  return (
    <EntryDialog
      title={definition ? words.attributes.edit(definition.name) : words.attributes.add}
      isNew={!definition}
      pending={add.pending || change.pending}
      error={add.error ?? change.error}
      hints={{ key: words.attributes.keyWrong }}
      onClose={onClose}
      onSubmit={save}
    >
      <TextField label={words.name} name="name" value={name} onChange={setName} isRequired autoFocus />
      {!definition && (
        <>
          <TextField
            label={words.attributes.key}
            note={words.attributes.keyNote}
            name="key"
            value={key}
            onChange={setKey}
            isRequired
          />
          <Select<Type>
            label={words.attributes.type}
            note={words.attributes.typeNote}
            choices={attributeTypes.map((id) => ({ id, label: words.attributes.types[id] }))}
            value={type}
            onChange={setType}
          />
        </>
      )}
      {type === 'choice' && (
        <TextArea
          label={words.attributes.choices}
          note={words.attributes.choicesNote}
          name="choices"
          value={choices}
          onChange={setChoices}
          rows={6}
          isRequired
        />
      )}
    </EntryDialog>
  )
}
