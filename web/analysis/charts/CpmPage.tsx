import * as z from 'zod'
import { cpmClasses, getCpmMonths, getOverview, type OverviewReply } from '../../../src/analysis/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { cpmLink } from '../links.ts'
import { Nothing } from '../Nothing.tsx'
import { Definitions } from '../rfm/Definitions.tsx'
import { useAnalysisWords } from '../words.ts'
import { CpmFrame } from './CpmFrame.tsx'

const address = z.object({ table: z.enum(['cpm']).optional().catch(undefined) })

/** CPM: the stages month by month, and the ten cells of today. */
export function CpmPage() {
  const [search, change] = useAddress(address)
  const reply = useCall(getOverview, {}, { keep: true })
  const months = useCall(getCpmMonths, { query: { months: 25 } }, { keep: true })
  const overview = reply.data?.overview
  return (
    <AnalysisPage here="cpm" asOf={overview && <AsOf {...overview} />}>
      <Reading of={reply} lines={8}>
        {() =>
          overview ? (
            <div className="grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,716px)_minmax(0,1fr)]">
              <CpmFrame
                months={months.data?.items}
                lapseDays={overview.rules.cpm.lapseDays}
                asTable={search.table === 'cpm'}
                onAsTable={(on) => change({ table: on ? 'cpm' : undefined })}
              />
              <TenCells overview={overview} />
              <Definitions rules={overview.rules} />
            </div>
          ) : (
            <Nothing />
          )
        }
      </Reading>
    </AnalysisPage>
  )
}

function TenCells({ overview }: { overview: OverviewReply }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const head = 'h-8 px-2 text-right text-note text-ink-2'
  return (
    <Section title={words.cpmChart.cells} note={words.cpmChart.cellsNote}>
      <table aria-label={words.cpmChart.cells} className="w-full border-collapse">
        <thead>
          <tr>
            <th scope="col" className="h-8">
              <span className="sr-only">{words.cpm}</span>
            </th>
            <th scope="col" colSpan={2} className={head}>
              {words.cpmChart.active}
            </th>
            <th scope="col" colSpan={2} className={head}>
              {words.cpmChart.away}
            </th>
          </tr>
        </thead>
        <tbody>
          {cpmClasses.toReversed().map((name) => (
            <tr key={name}>
              <th scope="row" className="h-10 border-t border-rule text-left font-normal">
                {words.cpmNames[name]}
              </th>
              {(['active', 'lapsed'] as const).map((state) => {
                const cell = `${name}-${state}`
                const found = overview.cpm.find((one) => one.cell === cell)
                return [
                  <td key={cell} className="border-t border-rule px-2 text-right font-bold">
                    <Link href={cpmLink(cell)} look="plain">
                      {format.number(found?.customers ?? 0)}
                    </Link>
                  </td>,
                  <td key={`${cell} sales`} className="border-t border-rule px-2 text-right text-note text-ink-2">
                    {format.money(found?.netSales ?? 0)}
                  </td>,
                ]
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
