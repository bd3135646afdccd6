import type { JobRunReply } from '../../src/platform/jobs/contract.ts'
import { useFormat } from '../format.ts'
import { StateTag, type Tone } from '../ui/Badge.tsx'
import { Progress } from '../ui/Progress.tsx'
import { useJobWords } from './words.ts'

type Status = JobRunReply['status']

const looks: Record<Status, { tone: Tone; glyph: 'check' | 'clock' | 'alert' | 'cross' | 'waiting' }> = {
  queued: { tone: 'quiet', glyph: 'waiting' },
  running: { tone: 'accent', glyph: 'clock' },
  done: { tone: 'ok', glyph: 'check' },
  partial: { tone: 'warn', glyph: 'alert' },
  failed: { tone: 'danger', glyph: 'alert' },
  cancelled: { tone: 'quiet', glyph: 'cross' },
}

export function isUnderWay({ status }: { status: Status }): boolean {
  return status === 'running' || status === 'queued'
}

export function JobState({ status }: { status: Status }) {
  const words = useJobWords()
  return <StateTag {...looks[status]}>{words.statuses[status]}</StateTag>
}

/** The name of a kind of work; a kind without words of its own is shown as it is called. */
export function useJobName(): (kind: string) => string {
  const { kinds } = useJobWords()
  return (kind) => (kind in kinds ? kinds[kind as keyof typeof kinds] : kind)
}

/** How far one job is: a bar while it runs, how many when it ended. */
export function JobProgress({ job }: { job: Pick<JobRunReply, 'kind' | 'status' | 'done' | 'total'> }) {
  const format = useFormat()
  const nameOf = useJobName()
  const detail = job.total ? `${format.number(job.done)} / ${format.number(job.total)}` : format.number(job.done)
  if (!isUnderWay(job)) return <span className="text-ink-2">{detail}</span>
  return <Progress label={nameOf(job.kind)} share={job.total ? job.done / job.total : undefined} detail={detail} />
}
