import { useNavigate } from '@tanstack/react-router'
import { LoaderCircle } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Link as AriaLink } from 'react-aria-components'
import { listJobs } from '../../src/platform/jobs/contract.ts'
import { useCall } from '../api.ts'
import { isUnderWay, useJobName } from '../jobs/JobProgress.tsx'
import { paths } from '../paths.ts'
import { toast } from '../ui/toast.ts'
import { useShellWords } from './words.ts'

/** Long work under way, wherever one is; says when it has ended. */
export function JobsIndicator({ narrow }: { narrow: boolean }) {
  const words = useShellWords()
  const nameOf = useJobName()
  const navigate = useNavigate()
  const jobs = useCall(
    listJobs,
    { query: { limit: 20 } },
    { interval: (reply) => (reply?.items.some(isUnderWay) ? 2500 : 60_000) },
  )
  const running = (jobs.data?.items ?? []).filter(isUnderWay)

  const watched = useRef(new Set<number>())
  useEffect(() => {
    for (const job of jobs.data?.items ?? []) {
      if (isUnderWay(job)) watched.current.add(job.id)
      else if (watched.current.delete(job.id) && job.status !== 'cancelled') {
        const text = job.status === 'done' ? words.finished(nameOf(job.kind)) : words.finishedBadly(nameOf(job.kind))
        toast.accepted(text, { text: words.see, onGo: () => void navigate({ to: paths.job(job.id) }) })
      }
    }
  }, [jobs.data, words, nameOf, navigate])

  return (
    <div role="status">
      {running.length > 0 && (
        <AriaLink
          href={paths.jobs()}
          className="flex h-8 cursor-pointer items-center gap-2 rounded-2 px-2.5 text-note text-accent hover:bg-hover"
        >
          <LoaderCircle aria-hidden size={16} strokeWidth={1.5} className="flex-none animate-spin" />
          <span className={narrow ? 'sr-only' : undefined}>{words.running(running.length)}</span>
        </AriaLink>
      )}
    </div>
  )
}
