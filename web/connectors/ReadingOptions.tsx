import { useState } from 'react'
import type { Mapping, OrderStatus } from '../../src/connectors/imports/contract.ts'
import { listChannels, listStores } from '../../src/customers/settings/contract.ts'
import { useCall } from '../api.ts'
import { Checkbox, Select } from '../ui/Choice.tsx'
import { Section } from '../ui/Section.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { Preview, ReviewedImport } from './Review.tsx'
import { useImportWords } from './words.ts'

interface ReadingOptionsProps {
  row: ReviewedImport
  preview: Preview
  onChange(mapping: Mapping): void
}

/** What the columns' names cannot say: dates, taxes, where it was sold, what the words for an order's state mean. */
export function ReadingOptions({ row, preview, onChange }: ReadingOptionsProps) {
  const words = useImportWords()
  const channels = useCall(listChannels, {})
  const stores = useCall(listStores, {})
  const { options } = row.mapping
  if (row.kind === 'products') return null
  const set = (part: Partial<Mapping['options']>) => onChange({ ...row.mapping, options: { ...options, ...part } })
  const places = (items: { code: string; name: string }[] | undefined) => [
    { id: '', label: words.unset },
    ...(items ?? []).map(({ code, name }) => ({ id: code, label: name })),
  ]
  return (
    <Section title={words.options}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-[repeat(auto-fill,minmax(168px,1fr))] items-start gap-x-6 gap-y-3">
          <Select
            label={words.dateOrder}
            choices={(['ymd', 'mdy', 'dmy'] as const).map((id) => ({ id, label: words.dateOrders[id] }))}
            value={options.dateOrder}
            onChange={(dateOrder) => set({ dateOrder })}
          />
          <Select
            label={words.channel}
            choices={places(channels.data?.items)}
            value={options.channel}
            onChange={(channel) => set({ channel })}
          />
          <Select
            label={words.store}
            choices={places(stores.data?.items)}
            value={options.store}
            onChange={(store) => set({ store })}
          />
          {row.kind === 'orders' && (
            <Prefix value={options.refundPrefix} onChange={(refundPrefix) => set({ refundPrefix })} />
          )}
        </div>
        {row.kind === 'orders' && (
          <>
            <Checkbox isSelected={options.pricesWithoutTax} onChange={(pricesWithoutTax) => set({ pricesWithoutTax })}>
              {words.pricesWithoutTax}
            </Checkbox>
            <Checkbox isSelected={options.taxOnTop} onChange={(taxOnTop) => set({ taxOnTop })}>
              {words.taxOnTop}
            </Checkbox>
            <Checkbox isSelected={options.createCustomers} onChange={(createCustomers) => set({ createCustomers })}>
              {words.createCustomers}
            </Checkbox>
          </>
        )}
        <StatusWords preview={preview} statuses={options.statuses} onChange={(statuses) => set({ statuses })} />
      </div>
    </Section>
  )
}

function Prefix({ value, onChange }: { value: string; onChange(value: string): void }) {
  const words = useImportWords()
  const [text, setText] = useState(value)
  return (
    <TextField
      label={words.refundPrefix}
      value={text}
      onChange={setText}
      onBlur={() => text !== value && onChange(text.slice(0, 10))}
    />
  )
}

interface StatusWordsProps {
  preview: Preview
  statuses: Record<string, OrderStatus>
  onChange(statuses: Record<string, OrderStatus>): void
}

function StatusWords({ preview, statuses, onChange }: StatusWordsProps) {
  const words = useImportWords()
  const asked = [...Object.keys(statuses), ...preview.unknownStatuses.map(({ word }) => word)]
  if (asked.length === 0) return null
  const choices = (Object.keys(words.orderStatuses) as OrderStatus[]).map((id) => ({
    id,
    label: words.orderStatuses[id],
  }))
  return (
    <fieldset>
      <legend className="pb-1 font-bold">{words.statusWords}</legend>
      <p className="pb-2 text-note text-ink-2">{words.statusWordsNote}</p>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(240px,1fr))] gap-x-6 gap-y-3">
        {asked.map((word) => (
          <Select
            key={word}
            label={word}
            choices={choices}
            value={statuses[word] ?? null}
            onChange={(status) => onChange({ ...statuses, [word]: status })}
          />
        ))}
      </div>
    </fieldset>
  )
}
