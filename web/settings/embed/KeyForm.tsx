import { useState } from 'react'
import {
  changeShopKey,
  createShopKey,
  listShopKeys,
  type ShopKey,
} from '../../../src/analysis/recommend/storefront/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Select } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { NumberField, TextArea, TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { useEmbedWords } from './words.ts'

interface KeyFormProps {
  /** undefined: a new one */
  shopKey?: ShopKey
  sources: { id: number; name: string }[]
  onClose(): void
  onMade?(made: { key: string; secret: string }): void
}

const nobody = 0

/** A key by hand: where its pages are, whose numbers are signed, how much it may ask. */
export function KeyForm({ shopKey, sources, onClose, onMade }: KeyFormProps) {
  const words = useEmbedWords()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState(shopKey?.name ?? '')
  const [origins, setOrigins] = useState(shopKey?.origins.join('\n') ?? '')
  const [sourceId, setSourceId] = useState(shopKey?.sourceId ?? nobody)
  const [perMinute, setPerMinute] = useState(shopKey?.perMinute ?? 6000)
  const make = useAction(createShopKey, { refresh: [listShopKeys], onDone: (made) => onMade?.(made) })
  const change = useAction(changeShopKey, {
    refresh: [listShopKeys],
    onDone: () => {
      toast.done(words.saved)
      onClose()
    },
  })
  const error = make.error ?? change.error
  const send = () => {
    const lines = origins.split(/\s+/).filter(Boolean)
    const body = { name, origins: lines, sourceId: sourceId === nobody ? null : sourceId, perMinute }
    if (shopKey) change.run({ params: { id: shopKey.id }, body })
    else make.run({ body })
  }
  return (
    <FormDialog
      title={shopKey ? words.edit(shopKey.name) : words.add}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={shopKey ? words.save : words.add}
      pending={make.pending || change.pending}
      problems={foldLines(byField(error))}
      problem={error && <Refused>{sentence(error)}</Refused>}
      onSubmit={send}
    >
      <TextField
        label={words.name}
        note={words.nameNote}
        name="name"
        value={name}
        onChange={setName}
        isRequired
        autoFocus
      />
      <TextArea
        label={words.origins}
        note={words.originsNote}
        name="origins"
        rows={3}
        placeholder="https://shop.example"
        value={origins}
        onChange={setOrigins}
        isRequired
      />
      <Select<number>
        label={words.source}
        note={words.sourceNote}
        name="sourceId"
        choices={[{ id: nobody, label: words.noSource }, ...sources.map(({ id, name: label }) => ({ id, label }))]}
        value={sourceId}
        onChange={setSourceId}
      />
      <NumberField
        label={words.perMinute}
        note={words.perMinuteNote}
        unit={words.times}
        name="perMinute"
        minValue={60}
        maxValue={600_000}
        value={perMinute}
        onChange={setPerMinute}
      />
    </FormDialog>
  )
}

/** A problem of one line stands at the field that holds the lines. */
function foldLines(problems: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(problems).map(([field, text]) => [field.split('.')[0] as string, text]))
}
