import { listJobs } from '../../src/platform/jobs/contract.ts'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { Page } from '../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/states.tsx'
import { useJobWords } from './words.ts'

/** Long work of the signed-in person: exports, bulk changes, recomputations. */
export function JobsPage() {
  const words = useJobWords()
  const format = useFormat()
  const jobs = useCall(listJobs, { query: { limit: 50 } })
  return (
    <Page title={words.title}>
      {jobs.isPending ? (
        <Loading />
      ) : jobs.isError ? (
        <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} />
      ) : jobs.data.items.length === 0 ? (
        <EmptyState title={words.empty}>{words.emptyWhy}</EmptyState>
      ) : (
        <ul className="mt-5 border-t-2 border-ink-rule">
          {jobs.data.items.map((job) => (
            <li key={job.id} className="flex gap-4 border-b border-rule py-2">
              <span className="w-40">{job.kind}</span>
              <span className="w-24">{words.statuses[job.status]}</span>
              <span>{format.dateTime(job.createdAt)}</span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
