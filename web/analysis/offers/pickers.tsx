import { useState } from 'react'
import { getCustomer, searchCustomers } from '../../../src/customers/contract.ts'
import { getProduct, listProducts } from '../../../src/purchases/contract.ts'
import { useCall } from '../../api.ts'
import { nameOf } from '../../customers/name.ts'
import { useSettled } from '../../shell/settled.ts'
import { type Choice, ComboBox } from '../../ui/Choice.tsx'
import { useOfferWords } from './words.ts'

const pause = 200

/**
 * What a picker holds: the choice in force stays among those found, first as it was picked and then as it was read, so
 * that its name stands in the field; a name that stands there is no search.
 */
function usePicking(value: number | null, read: Choice<number> | undefined, text: string) {
  const [picked, setPicked] = useState<Choice<number> | null>(null)
  const chosen = value === null ? undefined : (read ?? (picked?.id === value ? picked : undefined))
  const asked = useSettled(text.trim() === chosen?.label ? '' : text.trim(), pause)
  const choicesOf = (found: Choice<number>[]) => [
    ...(chosen ? [chosen] : []),
    ...found.filter(({ id }) => id !== value),
  ]
  return { asked, choicesOf, setPicked }
}

interface CustomerPickerProps {
  value: number | null
  onChange(id: number): void
  /** stands above the box where nothing else says what it is for */
  label?: string
}

/** One customer, found as in the search of the whole app. */
export function CustomerPicker({ value, onChange, label }: CustomerPickerProps) {
  const words = useOfferWords()
  const [text, setText] = useState('')
  const read = useCall(getCustomer, { params: { id: value ?? 0 } }, { enabled: value !== null }).data
  const { asked, choicesOf, setPicked } = usePicking(value, read && { id: read.id, label: nameOf(read) }, text)
  const found = useCall(
    searchCustomers,
    { query: { q: asked || ' ', limit: 10 } },
    { enabled: asked !== '', keep: true },
  )
  const items = asked === '' ? [] : (found.data?.items ?? [])
  const choices = choicesOf(
    items.map((one) => ({ id: one.id, label: nameOf(one), note: one.value ?? one.number ?? one.prefecture ?? '' })),
  )
  return (
    <div className="w-full tablet:w-78">
      <ComboBox<number>
        label={label ?? words.customer}
        hideLabel={label === undefined}
        size="dense"
        placeholder={words.customerHint}
        choices={choices}
        value={value}
        onSearch={setText}
        onChange={(id) => {
          setPicked(choices.find((one) => one.id === id) ?? null)
          if (id !== null) onChange(id)
        }}
      />
    </div>
  )
}

interface ProductPickerProps {
  value: number | null
  onChange(id: number | null): void
  label?: string
}

/** One product by name or code. */
export function ProductPicker({ value, onChange, label }: ProductPickerProps) {
  const words = useOfferWords()
  const [text, setText] = useState('')
  const read = useCall(getProduct, { params: { id: value ?? 0 } }, { enabled: value !== null }).data
  const { asked, choicesOf, setPicked } = usePicking(
    value,
    read && { id: read.id, label: read.name, note: read.code },
    text,
  )
  const found = useCall(listProducts, { query: { q: asked, limit: 20 } }, { keep: true })
  const choices = choicesOf((found.data?.items ?? []).map((one) => ({ id: one.id, label: one.name, note: one.code })))
  return (
    <div className="w-full tablet:w-78">
      <ComboBox<number>
        label={label ?? words.product}
        hideLabel={label === undefined}
        size="dense"
        placeholder={words.productHint}
        choices={choices}
        value={value}
        onSearch={setText}
        onChange={(id) => {
          setPicked(choices.find((one) => one.id === id) ?? null)
          onChange(id)
        }}
      />
    </div>
  )
}
