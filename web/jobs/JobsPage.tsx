import { useNavigate } from '@tanstack/react-router'
import { cancelJob, type JobRunReply, listJobs } from '../../src/platform/jobs/contract.ts'
import { useAction, usePages } from '../api.ts'
import { paths } from '../paths.ts'
import { Button } from '../ui/Button.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { Link } from '../ui/Link.tsx'
import { More } from '../ui/More.tsx'
import { Page } from '../ui/Page.tsx'
import { EmptyState } from '../ui/states.tsx'
import { None, When } from '../ui/values.tsx'
import { isUnderWay, JobProgress, JobState, useJobName } from './JobProgress.tsx'
import { useJobWords } from './words.ts'

/** Long work of the signed-in person: exports, bulk changes, recomputations. */
export function JobsPage() {
  const words = useJobWords()
  const navigate = useNavigate()
  const jobs = usePages(
    listJobs,
    { query: { limit: 50 } },
    { interval: (first) => (first?.items.some(isUnderWay) ? 2500 : 60_000) },
  )
  const cancel = useAction(cancelJob, { refresh: [listJobs] })
  const nameOf = useJobName()
  const columns: Column<JobRunReply>[] = [
    {
      key: 'kind',
      heading: words.kind,
      render: (job) => (
        <Link look="name" href={paths.job(job.id)}>
          {nameOf(job.kind)}
        </Link>
      ),
    },
    { key: 'status', heading: words.status, render: (job) => <JobState status={job.status} /> },
    { key: 'progress', heading: words.progress, width: '32%', render: (job) => <JobProgress job={job} /> },
    { key: 'created', heading: words.received, align: 'right', render: (job) => <When at={job.createdAt} /> },
    {
      key: 'finished',
      heading: words.finished,
      align: 'right',
      render: (job) => (job.finishedAt ? <When at={job.finishedAt} /> : <None />),
    },
    {
      key: 'stop',
      heading: <span className="sr-only">{words.stop}</span>,
      align: 'right',
      render: (job) =>
        isUnderWay(job) ? (
          <Button aria-label={words.stopOf(nameOf(job.kind))} onPress={() => cancel.run({ params: { id: job.id } })}>
            {words.stop}
          </Button>
        ) : null,
    },
  ]
  return (
    <Page title={words.title} fill>
      <div className="h-5 flex-none" />
      <DataTable
        label={words.title}
        columns={columns}
        rows={jobs.items}
        onOpen={(job) => void navigate({ href: paths.job(job.id) })}
        keyOf={(job) => job.id}
        error={jobs.error}
        onRetry={() => void jobs.refetch()}
        fill
        empty={<EmptyState title={words.empty}>{words.emptyWhy}</EmptyState>}
        foot={<More of={jobs} />}
      />
    </Page>
  )
}
