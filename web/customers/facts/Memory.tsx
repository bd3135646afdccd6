import { Plus } from 'lucide-react'
import { useState } from 'react'
import {
  addPreference,
  type CustomerReply,
  changePreference,
  createTag,
  listTags,
  preferenceKinds,
  removePreference,
  tagCustomer,
  untagCustomer,
} from '../../../src/customers/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Tag } from '../../ui/Chip.tsx'
import { ComboBox, Select } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { InlineEdit } from '../../ui/InlineEdit.tsx'
import { Section } from '../../ui/Section.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { TextButton } from '../TextButton.tsx'
import { useRecordWords } from '../words.ts'
import { useRefreshCustomer } from './edit.ts'
import { FactRow } from './Field.tsx'

/** Likes, allergies, cautions: changed in place, emptied to remove. */
export function Preferences({ customer }: { customer: CustomerReply }) {
  const words = useRecordWords()
  const may = useMay()
  const { sentence } = useProblems()
  const refresh = useRefreshCustomer()
  const [adding, setAdding] = useState(false)
  const add = useAction(addPreference)
  const change = useAction(changePreference)
  const remove = useAction(removePreference)
  const customerId = customer.id
  type Preference = CustomerReply['preferences'][number]

  async function save(one: Preference, value: string) {
    const params = { customerId, id: one.id }
    const name = words.preferences.kinds[one.kind]
    const text = value.trim()
    if (text === '') {
      await remove.ask({ params })
      const back = { params: { customerId }, body: { kind: one.kind, value: one.value } }
      toast.done(words.preferences.removed(name), {
        text: words.edit.undo,
        onUndo: () => void add.ask(back).then(refresh, (error: unknown) => toast.failed(sentence(error))),
      })
    } else await change.ask({ params, body: { version: one.version, change: { value: text } } })
    await refresh()
  }

  return (
    <Section
      title={words.preferences.title}
      end={
        may('customers.write') && (
          <TextButton onPress={() => setAdding(true)}>
            <Plus aria-hidden size={14} strokeWidth={1.6} />
            {words.preferences.add}
          </TextButton>
        )
      }
    >
      {customer.preferences.length === 0 && <p className="py-1 text-ink-2">{words.preferences.none}</p>}
      <dl>
        {customer.preferences.map((one) => (
          <FactRow key={one.id} label={words.preferences.kinds[one.kind]}>
            <InlineEdit
              label={words.preferences.kinds[one.kind]}
              value={one.value}
              onSave={(value) => save(one, value)}
              problemOf={sentence}
              isReadOnly={!may('customers.write')}
            />
          </FactRow>
        ))}
      </dl>
      {adding && <PreferenceDialog customerId={customerId} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function PreferenceDialog({ customerId, onClose }: { customerId: number; onClose(): void }) {
  const words = useRecordWords()
  const { sentence } = useProblems()
  const refresh = useRefreshCustomer()
  const [kind, setKind] = useState<(typeof preferenceKinds)[number]>('like')
  const [value, setValue] = useState('')
  const add = useAction(addPreference, {
    onDone: () => {
      void refresh()
      onClose()
    },
  })
  return (
    <FormDialog
      title={words.preferences.addTitle}
      isOpen
      onClose={onClose}
      width="narrow"
      action={words.edit.save}
      pending={add.pending}
      problem={add.error && <p className="text-danger">{sentence(add.error)}</p>}
      onSubmit={() => add.run({ params: { customerId }, body: { kind, value: value.trim() } })}
    >
      <Select<(typeof preferenceKinds)[number]>
        label={words.preferences.kind}
        choices={preferenceKinds.map((id) => ({ id, label: words.preferences.kinds[id] }))}
        value={kind}
        onChange={setKind}
      />
      <TextField
        label={words.preferences.value}
        value={value}
        onChange={setValue}
        isRequired
        autoFocus
        maxLength={500}
      />
    </FormDialog>
  )
}

/** Tags of one customer: × takes one off and offers it back. */
export function Tags({ customer }: { customer: CustomerReply }) {
  const words = useRecordWords()
  const may = useMay()
  const { sentence } = useProblems()
  const refresh = useRefreshCustomer()
  const [adding, setAdding] = useState(false)
  const failed = (error: unknown) => toast.failed(sentence(error))
  const put = useAction(tagCustomer, { onDone: () => void refresh(), onFailed: failed })
  const take = useAction(untagCustomer, { onDone: () => void refresh(), onFailed: failed })
  const untag = (tag: { id: number; name: string }) => {
    const params = { customerId: customer.id, id: tag.id }
    take.run({ params })
    toast.done(words.tags.removed(tag.name), { text: words.edit.undo, onUndo: () => put.run({ params }) })
  }
  const writes = may('customers.write')
  return (
    <Section
      title={words.tags.title}
      end={
        writes && (
          <TextButton onPress={() => setAdding(true)}>
            <Plus aria-hidden size={14} strokeWidth={1.6} />
            {words.tags.add}
          </TextButton>
        )
      }
    >
      {customer.tags.length === 0 && <p className="py-1 text-ink-2">{words.tags.none}</p>}
      <div className="flex flex-wrap gap-1.5 py-1">
        {customer.tags.map((tag) => (
          <Tag
            key={tag.id}
            {...(writes ? { onRemove: () => untag(tag), removeLabel: words.tags.remove(tag.name) } : {})}
          >
            {tag.name}
          </Tag>
        ))}
      </div>
      {adding && <TagDialog customer={customer} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function TagDialog({ customer, onClose }: { customer: CustomerReply; onClose(): void }) {
  const words = useRecordWords()
  const may = useMay()
  const { sentence } = useProblems()
  const refresh = useRefreshCustomer()
  const tags = useCall(listTags, {}).data?.items ?? []
  const [chosen, setChosen] = useState<number | null>(null)
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const create = useAction(createTag, { refresh: [listTags] })
  const put = useAction(tagCustomer)

  async function submit() {
    try {
      const id = name.trim() === '' ? chosen : (await create.ask({ body: { name: name.trim() } })).id
      if (id === null) return setProblem(words.tags.choose)
      await put.ask({ params: { customerId: customer.id, id } })
      await refresh()
      onClose()
    } catch (error) {
      setProblem(sentence(error))
    }
  }
  const free = tags.filter(({ id }) => !customer.tags.some((tag) => tag.id === id))
  return (
    <FormDialog
      title={words.tags.add}
      isOpen
      onClose={onClose}
      width="narrow"
      action={words.tags.put}
      pending={create.pending || put.pending}
      problem={problem && <p className="text-danger">{problem}</p>}
      onSubmit={() => void submit()}
    >
      <ComboBox<number>
        label={words.tags.existing}
        choices={free.map(({ id, name: label }) => ({ id, label }))}
        value={chosen}
        onChange={setChosen}
      />
      {may('customers.bulk') && <TextField label={words.tags.name} value={name} onChange={setName} maxLength={50} />}
    </FormDialog>
  )
}
