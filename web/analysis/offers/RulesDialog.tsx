import { useState } from 'react'
import {
  getOffers,
  getPassedOver,
  getRecommendations,
  saveOfferRules,
} from '../../../src/analysis/recommend/contract.ts'
import { getProduct } from '../../../src/purchases/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Tag } from '../../ui/Chip.tsx'
import { Checkbox, CheckboxGroup } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { NumberField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import type { Recommendations } from './OffersPage.tsx'
import { ProductPicker } from './pickers.tsx'
import { useOfferWords } from './words.ts'

interface RulesDialogProps {
  recommendations: Recommendations
  categories: { id: number; name: string }[]
  onClose(): void
}

/** The rules by hand; who saved first wins, and whoever comes after is told. */
export function RulesDialog({ recommendations, categories, onClose }: RulesDialogProps) {
  const { rules: words } = useOfferWords()
  const { sentence } = useProblems()
  // what was read when the dialog opened: a change of somebody else's meanwhile is a conflict, not ours to overwrite
  const [opened] = useState(recommendations)
  const [draft, setDraft] = useState(opened.rules)
  const set = (patch: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...patch }))
  const save = useAction(saveOfferRules, {
    refresh: [getRecommendations, getOffers, getPassedOver],
    onDone: () => {
      toast.done(words.saved)
      onClose()
    },
  })
  return (
    <FormDialog
      title={words.dialog}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={words.save}
      pending={save.pending}
      problem={
        save.error && <Refused>{save.error.code === 'conflict' ? words.conflict : sentence(save.error)}</Refused>
      }
      onSubmit={() => save.run({ body: { rules: draft, basedOn: opened.rulesId } })}
    >
      {categories.length > 0 && (
        <CheckboxGroup
          label={words.categories}
          value={draft.excludedCategories.map(String)}
          onChange={(chosen) => set({ excludedCategories: chosen.map(Number) })}
        >
          <div className="grid gap-x-6 tablet:grid-cols-2">
            {categories.map(({ id, name }) => (
              <Checkbox key={id} value={String(id)}>
                {name}
              </Checkbox>
            ))}
          </div>
        </CheckboxGroup>
      )}
      <Products ids={draft.excludedProducts} onChange={(excludedProducts) => set({ excludedProducts })} />
      <div className="grid gap-x-6 gap-y-4 tablet:grid-cols-2">
        <NumberField
          label={words.margin}
          note={words.marginNote}
          unit="%"
          minValue={0}
          maxValue={100}
          value={Math.round(draft.leastMargin * 100)}
          onChange={(percent) => !Number.isNaN(percent) && set({ leastMargin: percent / 100 })}
        />
        <NumberField
          label={words.most}
          unit={words.mostUnit}
          minValue={1}
          maxValue={8}
          value={draft.mostPerCategory}
          onChange={(mostPerCategory) => !Number.isNaN(mostPerCategory) && set({ mostPerCategory })}
        />
      </div>
      <Rest draft={draft.restDays} categories={categories} onChange={(restDays) => set({ restDays })} />
      <div className="flex flex-col gap-1">
        <Checkbox isSelected={draft.trialsForBuyers} onChange={(trialsForBuyers) => set({ trialsForBuyers })}>
          {words.trials}
        </Checkbox>
        <Checkbox isSelected={draft.offerSubscribed} onChange={(offerSubscribed) => set({ offerSubscribed })}>
          {words.subscribed}
        </Checkbox>
      </div>
    </FormDialog>
  )
}

/** Single products that are never offered: a search that adds, and a mark for each that takes it back. */
function Products({ ids, onChange }: { ids: number[]; onChange(ids: number[]): void }) {
  const { rules: words } = useOfferWords()
  return (
    <div className="flex flex-col gap-2">
      <ProductPicker
        // empty again for the next one
        key={ids.length}
        label={words.products}
        value={null}
        onChange={(id) => id !== null && !ids.includes(id) && onChange([...ids, id])}
      />
      {ids.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {ids.map((id) => (
            <li key={id}>
              <ProductTag id={id} onRemove={() => onChange(ids.filter((other) => other !== id))} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function ProductTag({ id, onRemove }: { id: number; onRemove(): void }) {
  const { rules: words } = useOfferWords()
  const name = useCall(getProduct, { params: { id } }, { staleTime: 60_000 }).data?.name ?? '…'
  return (
    <Tag onRemove={onRemove} removeLabel={words.remove(name)}>
      {name}
    </Tag>
  )
}

interface RestProps {
  draft: Record<string, number>
  categories: { id: number; name: string }[]
  onChange(restDays: Record<string, number>): void
}

function Rest({ draft, categories, onChange }: RestProps) {
  const { rules: words } = useOfferWords()
  const change = (id: number, days: number) => {
    const { [id]: _former, ...rest } = draft
    onChange(days > 0 ? { ...rest, [id]: days } : rest)
  }
  if (categories.length === 0) return null
  return (
    <details>
      <summary className="cursor-pointer py-1">{words.rest}</summary>
      <p className="mb-2 text-note text-ink-2">
        {words.restNote} {words.restOff}
      </p>
      <div className="grid gap-x-6 gap-y-3 tablet:grid-cols-2">
        {categories.map(({ id, name }) => (
          <NumberField
            key={id}
            label={name}
            unit={words.days}
            minValue={0}
            maxValue={3650}
            value={draft[id] ?? 0}
            onChange={(days) => !Number.isNaN(days) && change(id, days)}
          />
        ))}
      </div>
    </details>
  )
}
