import { useState } from 'react'
import { searchCustomers } from '../../../src/customers/contract.ts'
import { getProduct, listProducts } from '../../../src/purchases/contract.ts'
import { useCall } from '../../api.ts'
import { nameOf } from '../../customers/name.ts'
import { useSettled } from '../../shell/settled.ts'
import { ComboBox } from '../../ui/Choice.tsx'
import { useOfferWords } from './words.ts'

const pause = 200

/** One customer, found as in the search of the whole app. */
export function CustomerPicker({ value, onChange }: { value: number | null; onChange(id: number): void }) {
  const words = useOfferWords()
  const [text, setText] = useState('')
  const asked = useSettled(text.trim(), pause)
  const found = useCall(
    searchCustomers,
    { query: { q: asked || ' ', limit: 10 } },
    { enabled: asked !== '', keep: true },
  )
  const choices = (asked === '' ? [] : (found.data?.items ?? [])).map((one) => ({
    id: one.id,
    label: nameOf(one),
    note: one.value ?? one.number ?? one.prefecture ?? '',
  }))
  return (
    <div className="w-full tablet:w-78">
      <ComboBox<number>
        label={words.customer}
        hideLabel
        size="dense"
        placeholder={words.customerHint}
        choices={choices}
        // what was chosen stands under the field with its name: the field is free for the next search
        value={null}
        onSearch={setText}
        onChange={(id) => id !== null && id !== value && onChange(id)}
      />
    </div>
  )
}

/** One product by name or code; its name stands in the field. */
export function ProductPicker({
  value,
  onChange,
  label,
}: {
  value: number | null
  onChange(id: number | null): void
  label?: string
}) {
  const words = useOfferWords()
  const [text, setText] = useState('')
  const asked = useSettled(text.trim(), pause)
  const chosen = useCall(getProduct, { params: { id: value ?? 0 } }, { enabled: value !== null })
  const name = value === null ? undefined : chosen.data?.name
  // the name of what is chosen is no search
  const q = asked === name ? '' : asked
  const found = useCall(listProducts, { query: { q, limit: 20 } }, { keep: true })
  const items = found.data?.items ?? []
  const rest = items.filter(({ id }) => id !== value).map((one) => ({ id: one.id, label: one.name, note: one.code }))
  const choices =
    chosen.data && value !== null ? [{ id: value, label: chosen.data.name, note: chosen.data.code }, ...rest] : rest
  return (
    <div className="w-full tablet:w-78">
      <ComboBox<number>
        // a name that has come belongs into the field
        key={name ?? 'none'}
        label={label ?? words.product}
        hideLabel={label === undefined}
        size="dense"
        placeholder={words.productHint}
        choices={choices}
        value={name === undefined ? null : value}
        onSearch={setText}
        onChange={onChange}
      />
    </div>
  )
}
