import * as z from 'zod'
import { getTrust, type TrustReply } from '../../../src/analysis/forecasts/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Figure, Figures } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { Reading } from '../../ui/states.tsx'
import { Count, Percent } from '../../ui/values.tsx'
import { useLanguage } from '../../words.ts'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { Calibration } from './Calibration.tsx'
import { Cuts } from './Cuts.tsx'
import { Learned } from './Learned.tsx'
import { NotYet, TooSmall } from './NoForecast.tsx'
import { Rivals } from './Rivals.tsx'
import { Tracking } from './Tracking.tsx'
import { useForecastWords } from './words.ts'

/** How far the forecast can be trusted: what it would have said of this shop's past, held against what came. */
export function TrustPage() {
  const locale = useLanguage()
  const reply = useCall(getTrust, { query: { locale } }, { keep: true })
  const trust = reply.data?.trust
  return (
    <AnalysisPage here="trust" asOf={trust && <AsOf {...trust} />}>
      <Reading of={reply} lines={8}>
        {() => (!trust ? <NotYet /> : trust.small ? <TooSmall small={trust.small} /> : <Report trust={trust} />)}
      </Reading>
    </AnalysisPage>
  )
}

const address = z.object({ cut: z.iso.date().optional().catch(undefined) })

function Report({ trust }: { trust: TrustReply }) {
  const [search, change] = useAddress(address)
  const words = useForecastWords()
  const format = useFormat()
  const said = words.trust
  // the latest of the longest ahead, unless another is chosen
  const longest = Math.max(...trust.cuts.map(({ days }) => days))
  const usual = trust.cuts.findLast(({ days }) => days === longest)
  const cut = trust.cuts.find(({ cutOn }) => cutOn === search.cut) ?? usual
  return (
    <div className="flex flex-col gap-9">
      <Section title={said.why} note={said.whyNote(format.day(trust.asOf))}>
        <ul className="max-w-[60em] list-disc space-y-1 pl-5">
          {trust.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <p className="mt-2">
          <Link href={paths.analysis('lifetime')}>{words.toLifetime}</Link>
        </p>
      </Section>
      {cut ? (
        <>
          <Section title={said.past} note={said.pastNote(trust.cuts.length, trust.days)}>
            <PastFigures trust={trust} />
          </Section>
          <div>
            <div role="group" aria-label={said.cut} className="no-print flex flex-wrap items-center gap-2 pb-4">
              <span className="text-note text-ink-2">{said.cut}</span>
              {trust.cuts.map((one) => (
                <ToggleChip
                  key={one.cutOn}
                  isSelected={one === cut}
                  onChange={() => change({ cut: one.cutOn }, { replace: true })}
                >
                  {said.cutChip(format.day(one.cutOn), one.days)}
                </ToggleChip>
              ))}
            </div>
            <div className="grid gap-x-10 gap-y-9 wide:grid-cols-2">
              <Calibration cut={cut} />
              <Tracking cut={cut} />
            </div>
          </div>
          <Rivals trust={trust} />
          <Cuts trust={trust} />
        </>
      ) : (
        <p className="max-w-[44em]">{said.untried}</p>
      )}
      <Learned trust={trust} />
    </div>
  )
}

function PastFigures({ trust }: { trust: TrustReply }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.trust
  const of = (name: string) => trust.means.find((one) => one.name === name)
  const [own, pace, recency] = [of('shipped'), of('ownRate'), of('recency')]
  if (!own) return null
  const asOf = <AsOf {...trust} />
  return (
    <Figures>
      <Figure
        name={said.bias}
        value={<Percent share={own.bias} />}
        definition={{ text: said.biasIs, asOf }}
        change={pace && said.biasRival(format.percent(pace.bias))}
      />
      <Figure
        name={said.inside}
        value={
          <>
            {format.number(trust.inside)}
            <span className="u">{said.insideOf(trust.cuts.length)}</span>
          </>
        }
        definition={{ text: said.insideIs, asOf }}
      />
      <Figure
        name={said.mae}
        value={
          <>
            {format.decimal(own.mae, 2)}
            <span className="u">{said.maeUnit}</span>
          </>
        }
        definition={{ text: said.maeIs, asOf }}
        change={pace && said.maeRival(format.decimal(pace.mae, 2))}
      />
      <Figure
        name={said.auc}
        value={own.auc === null ? <Count value={0} /> : <Percent share={own.auc} />}
        definition={{ text: said.aucIs, asOf }}
        change={recency?.auc != null && said.aucRival(format.percent(recency.auc))}
      />
    </Figures>
  )
}
