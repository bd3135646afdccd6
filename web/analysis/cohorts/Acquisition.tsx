import { useState } from 'react'
import { type AcquisitionReply, getAcquisition, wonAs } from '../../../src/analysis/cohorts/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { useMay } from '../../session.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { AsOf } from '../AsOf.tsx'
import { CostDialog } from './CostDialog.tsx'
import type { CurvesPartProps } from './CurvesPage.tsx'
import { cell, FigureTable, People } from './FigureTable.tsx'
import { few } from './grid.ts'
import { firstBought, listLink, monthEnd, monthStart, ofValue } from './links.ts'
import { ChipRow } from './Splits.tsx'
import { useCohortWords } from './words.ts'

type Item = AcquisitionReply['items'][number]

/** What winning a customer cost by ad code (CPA, CPO), beside what such customers bring. */
export function Acquisition({ search, onChange }: CurvesPartProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.cost
  const { asOf, from, to, numerator, perPurchase, horizon } = search
  const reply = useCall(
    getAcquisition,
    { query: { asOf, from, to, numerator, perPurchase, horizon, wonAs: search.wonAs } },
    { keep: true },
  )
  const acquisition = reply.data?.acquisition
  if (reply.isError) return <ErrorState error={reply.error} onRetry={() => void reply.refetch()} />
  if (!acquisition) return <Loading lines={5} />
  const nameOf = ({ adCode, value }: Item) =>
    value === 'all' ? said.total : value === 'other' ? words.other : adCode === '' ? said.noCode : (adCode ?? '')
  const definition = `${said.definition}${said.definitionLimit(horizon)}`
  const rounded = (value: number | null) => (value === null ? null : Math.round(value))
  return (
    <ChartFrame
      title={said.title}
      note={`${said.note}（${format.month(`${acquisition.from}-01`)}–${format.month(`${acquisition.to}-01`)}）`}
      definition={{ text: definition, asOf: <AsOf {...acquisition} /> }}
      fileName={`acquisition_${acquisition.from}_${acquisition.to}`}
      hasPicture={false}
      asTable={search.table === 'cost'}
      onAsTable={(on) => onChange({ table: on ? 'cost' : undefined })}
      table={{
        columns: [
          said.code,
          said.spent,
          said.won.firstTime,
          said.won.regular,
          said.won.subscriber,
          said.each[search.wonAs],
          words.value.ltv,
          words.value.limit,
        ],
        rows: acquisition.items.map((item) => [
          nameOf(item),
          item.cost,
          item.firstTime,
          item.regular,
          item.subscriber,
          rounded(item.costEach),
          rounded(item.lifetime.each),
          rounded(item.lifetime.limit),
        ]),
      }}
    >
      {() => (
        <>
          <div className="no-print pb-3">
            <ChipRow
              label={said.wonAs}
              choices={wonAs.map((id) => ({ id, label: said.won[id] }))}
              value={search.wonAs}
              onChange={(next) => onChange({ wonAs: next })}
            />
          </div>
          <Codes acquisition={acquisition} search={search} nameOf={nameOf} />
          <p className="mt-3 max-w-[60em] text-note text-ink-2">{definition}</p>
        </>
      )}
    </ChartFrame>
  )
}

interface CodesProps {
  acquisition: AcquisitionReply
  search: CurvesPartProps['search']
  nameOf(item: Item): string
}

function Codes({ acquisition, search, nameOf }: CodesProps) {
  const words = useCohortWords()
  const format = useFormat()
  const may = useMay()
  const said = words.cost
  // '' is a code too: what belongs to none; null opens the entry of a new one
  const [editing, setEditing] = useState<{ adCode: string | null } | null>(null)
  const money = (amount: number | null) => (amount === null ? '-' : format.amount(Math.round(amount)))
  const who = (item: Item) => [
    ...ofValue('ad', item.value, acquisition.items),
    ...firstBought(monthStart(acquisition.from), monthEnd(acquisition.to)),
  ]
  const until = { at: acquisition.asOf, is: true }
  const wonBy = {
    firstTime: [],
    regular: [{ field: 'hasBoughtRegular', ...until }],
    subscriber: [{ field: 'hasBoughtSubscription', ...until }],
  }
  const isOwn = ({ value }: Item) => value !== 'all' && value !== 'other'
  return (
    <>
      <FigureTable
        label={said.title}
        of={said.code}
        figures={[
          said.spent,
          said.won[search.wonAs],
          said.each[search.wonAs],
          words.value.ltv,
          words.value.limit,
          said.room,
        ]}
      >
        {acquisition.items.map((item) => {
          const won = item[search.wonAs]
          return (
            <tr key={item.value} className={item.value === 'all' ? 'font-bold' : undefined}>
              <th scope="row" className={`${cell} pl-0 text-left ${item.value === 'all' ? '' : 'font-normal'}`}>
                {nameOf(item)}
              </th>
              <td className={`${cell} text-right`}>
                {isOwn(item) && may('analysis.write') ? (
                  <Button
                    kind="text"
                    aria-label={said.edit(nameOf(item), item.cost === null ? said.noCost : format.amount(item.cost))}
                    onPress={() => setEditing({ adCode: item.adCode })}
                  >
                    {item.cost === null ? said.noCost : format.amount(item.cost)}
                  </Button>
                ) : (
                  money(item.cost)
                )}
              </td>
              <td className={`${cell} text-right`}>
                <People count={won} href={listLink(...who(item), ...wonBy[search.wonAs])} />
              </td>
              <td
                className={`${cell} text-right`}
                title={
                  item.costEach === null || item.cost === null
                    ? undefined
                    : said.formula(format.money(item.cost), format.number(won), format.money(Math.round(item.costEach)))
                }
              >
                {money(item.costEach)}
              </td>
              <td className={`${cell} text-right`}>{money(item.lifetime.each)}</td>
              <td className={`${cell} text-right`}>{money(item.lifetime.limit)}</td>
              <td className={`${cell} text-right`}>
                <Room item={item} won={won} />
              </td>
            </tr>
          )
        })}
      </FigureTable>
      {may('analysis.write') && (
        <p className="no-print mt-2">
          <Button kind="secondary" onPress={() => setEditing({ adCode: null })}>
            {said.enter}
          </Button>
        </p>
      )}
      {editing && (
        <CostDialog
          adCode={editing.adCode}
          from={acquisition.from}
          to={acquisition.to}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}

/** Upper limit less cost; no word on a handful of people. */
function Room({ item, won }: { item: Item; won: number }) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.cost
  const { limit, buyers } = item.lifetime
  if (item.costEach === null || limit === null) return <>-</>
  if (won < few || buyers < few) return <span className="text-note text-ink-2">{said.unsure}</span>
  const room = limit - item.costEach
  return (
    <span className="inline-flex items-center justify-end gap-2">
      {format.amount(Math.round(room))}
      <StateTag tone={room >= 0 ? 'ok' : 'danger'} glyph={room >= 0 ? 'check' : 'alert'}>
        {room >= 0 ? said.within : said.over}
      </StateTag>
    </span>
  )
}
