import { type FanRunReply, getFanPath, getFans } from '../../../src/analysis/fans/contract.ts'
import { useCall } from '../../api.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Loading, Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { Unlearned } from '../Unlearned.tsx'
import { Composite } from './Composite.tsx'
import { Definition } from './Definition.tsx'
import { FallingFans } from './FallingFans.tsx'
import { Findings } from './Findings.tsx'
import { Method } from './Method.tsx'
import { useFanWords } from './naming.ts'
import { OneAway, Path } from './Path.tsx'
import { TooSmall } from './TooSmall.tsx'

/** milliseconds between two looks for a new search */
const pause = 5_000

/** What those who became fans did at first, how far everyone is, and who is about to be lost. */
export function FansPage() {
  // a search that is under way shows up by itself
  const reply = useCall(getFans, {}, { interval: (last) => (last?.isCurrent === false ? pause : false) })
  const run = reply.data?.run
  return (
    <AnalysisPage here="fans" asOf={run && <AsOf asOf={run.learnedOn} computedAt={run.computedAt} />}>
      <Reading of={reply} lines={8}>
        {(data) => (run ? <Study run={run} isCurrent={data.isCurrent} /> : <NotYet />)}
      </Reading>
    </AnalysisPage>
  )
}

function Study({ run, isCurrent }: { run: FanRunReply; isCurrent: boolean }) {
  const words = useFanWords()
  const path = useCall(getFanPath, {}).data?.path ?? null
  const found = run.steps.length > 0
  return (
    <div className="flex flex-col gap-8">
      {!isCurrent && (
        <Notice tone="warn" glyph="clock">
          {words.definition.stale}
        </Notice>
      )}
      <Definition run={run} path={path} />
      {run.tooSmall ? <TooSmall run={run} need={run.tooSmall} /> : <Findings run={run} path={path} />}
      {found && (
        <>
          <div className="grid gap-x-10 gap-y-8 wide:grid-cols-2">
            {path ? <Path run={run} path={path} /> : <Loading lines={4} />}
            {path ? <OneAway run={run} path={path} /> : <Loading lines={4} />}
          </div>
          <Composite run={run} />
        </>
      )}
      {path && <FallingFans count={path.falling} />}
      <Method run={run} />
    </div>
  )
}

function NotYet() {
  const { never } = useFanWords()
  return (
    <Unlearned title={never.title} why={never.why} learn={never.now} learning={never.started} refresh={[getFans]} />
  )
}
