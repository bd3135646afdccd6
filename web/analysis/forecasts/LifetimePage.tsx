import { type ForecastReply, getForecast } from '../../../src/analysis/forecasts/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { FutureDeciles } from './FutureDeciles.tsx'
import { Bases, ChurnBands } from './Groups.tsx'
import { Movers } from './Movers.tsx'
import { NotYet, TooSmall } from './NoForecast.tsx'
import { Totals } from './Totals.tsx'
import { TotalsCurve } from './TotalsCurve.tsx'
import { useForecastWords } from './words.ts'

/** What the customers of today will be worth: totals, who may leave, who holds the value, who is changing. */
export function LifetimePage() {
  const reply = useCall(getForecast, {}, { keep: true })
  const forecast = reply.data?.forecast
  return (
    <AnalysisPage here="lifetime" asOf={forecast && <AsOf {...forecast} />}>
      <Reading of={reply} lines={8}>
        {() =>
          !forecast ? (
            <NotYet />
          ) : forecast.small ? (
            <TooSmall small={forecast.small} />
          ) : (
            <Dashboard forecast={forecast} />
          )
        }
      </Reading>
    </AnalysisPage>
  )
}

function Dashboard({ forecast }: { forecast: ForecastReply }) {
  const words = useForecastWords()
  const format = useFormat()
  const { figures } = forecast
  if (!figures) return null
  return (
    <div className="flex flex-col gap-9">
      <Totals forecast={forecast} totals={figures.totals} />
      <div className="grid gap-x-10 gap-y-9 wide:grid-cols-2">
        <TotalsCurve forecast={forecast} totals={figures.totals} />
        <FutureDeciles forecast={forecast} deciles={figures.deciles} />
        <ChurnBands forecast={forecast} bands={figures.bands} />
        <Bases bases={figures.bases} />
      </div>
      <Movers movers={figures.movers} />
      <p className="max-w-[52em] text-note text-ink-2">
        {forecast.sample !== null && words.sampled(format.number(forecast.sample))}{' '}
        <Link href={paths.analysis('trust')}>{words.toTrust}</Link>
      </p>
    </div>
  )
}
