import { type FormEvent, useRef, useState } from 'react'
import { getAcquisition, listAcquisitionCosts, putAcquisitionCost } from '../../../src/analysis/cohorts/contract.ts'
import { ProblemError, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, Form } from '../../ui/Dialog.tsx'
import { Reading } from '../../ui/states.tsx'
import { NumberField, TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { useCohortWords } from './words.ts'

interface CostDialogProps {
  /** '': what belongs to no code; null: the code is typed in */
  adCode: string | null
  /** months, `2026-11` */
  from: string
  to: string
  onClose(): void
}

/** What was spent on an ad code, month by month. Each month is saved by itself and only where it was changed. */
export function CostDialog({ adCode, from, to, onClose }: CostDialogProps) {
  const words = useCohortWords()
  const costs = useCall(listAcquisitionCosts, { query: { from, to } })
  const said = words.cost
  const name = adCode === '' ? said.noCode : adCode
  return (
    <Dialog title={name === null ? said.enter : said.enterOf(name)} isOpen onClose={onClose} isDismissable={false}>
      <Reading of={costs} lines={6}>
        {({ items }) => (
          <Entries
            // somebody else's change puts the present amounts into the fields
            key={items.map(({ version }) => version).join()}
            adCode={adCode}
            months={monthsBetween(from, to)}
            known={items}
            onReload={() => void costs.refetch()}
            onClose={onClose}
          />
        )}
      </Reading>
    </Dialog>
  )
}

interface Known {
  month: string
  adCode: string
  amount: number
  version: number
}

interface EntriesProps {
  adCode: string | null
  months: string[]
  known: Known[]
  onReload(): void
  onClose(): void
}

function Entries({ adCode, months, known, onReload, onClose }: EntriesProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.cost
  const [code, setCode] = useState(adCode ?? '')
  // by month; a field keeps what is typed itself and tells it when it is left
  const amounts = useRef<Record<string, number>>({})
  const [saving, setSaving] = useState(false)
  const put = useAction(putAcquisitionCost, { refresh: [getAcquisition, listAcquisitionCosts] })
  const ofMonth = (month: string) => known.find((one) => one.month === month && one.adCode === code.trim())
  const digits =
    new Intl.NumberFormat(format.locale, { style: 'currency', currency: format.currency }).resolvedOptions()
      .maximumFractionDigits ?? 0
  const scale = 10 ** digits
  const save = async (event: FormEvent) => {
    event.preventDefault()
    // the button does not take the focus: the field still holds what was typed last
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    setSaving(true)
    try {
      for (const [month, amount] of Object.entries(amounts.current)) {
        const before = ofMonth(month)
        const next = Number.isNaN(amount) ? null : Math.round(amount * scale)
        if (next === (before?.amount ?? null)) continue
        await put.ask({ body: { month, adCode: code.trim(), amount: next, version: before?.version ?? null } })
      }
      toast.done(said.saved)
      onClose()
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'conflict') {
        toast.failed(said.conflict)
        onReload()
      } else throw error
    } finally {
      setSaving(false)
    }
  }
  const yen = format.currency === 'JPY' && format.locale === 'ja-JP'
  return (
    <Form onSubmit={(event) => void save(event)}>
      {adCode === null && (
        <TextField label={said.codeField} note={said.codeNote} value={code} onChange={setCode} autoFocus />
      )}
      <div className="grid grid-cols-1 gap-x-6 gap-y-3 py-1 tablet:grid-cols-2">
        {months.map((month) => {
          const before = ofMonth(month)
          return (
            <NumberField
              key={`${month} ${code}`}
              label={format.month(`${month}-01`)}
              size="dense"
              unit={yen ? '円' : format.currency}
              minValue={0}
              formatOptions={{ minimumFractionDigits: digits, maximumFractionDigits: digits }}
              defaultValue={before ? before.amount / scale : Number.NaN}
              onChange={(amount) => {
                amounts.current[month] = amount
              }}
            />
          )
        })}
      </div>
      <div className="flex justify-end py-2">
        <Button kind="primary" type="submit" isPending={saving}>
          {said.save}
        </Button>
      </div>
    </Form>
  )
}

function monthsBetween(from: string, to: string): string[] {
  const found: string[] = []
  const [year, month] = from.split('-').map(Number) as [number, number]
  for (let place = 0; place < 60; place++) {
    const name = new Date(Date.UTC(year, month - 1 + place, 1)).toISOString().slice(0, 7)
    if (name > to) break
    found.push(name)
  }
  return found
}
