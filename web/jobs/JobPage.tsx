import { cancelJob, getJob, type JobRunReply, listJobs } from '../../src/platform/jobs/contract.ts'
import { downloadExport } from '../../src/segments/contract.ts'
import { useId } from '../address.ts'
import { addressOf, useAction, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { paths } from '../paths.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { Page } from '../ui/Page.tsx'
import { Section } from '../ui/Section.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/states.tsx'
import { When } from '../ui/values.tsx'
import { Failures } from './Failures.tsx'
import { isUnderWay, JobProgress, JobState, useJobName } from './JobProgress.tsx'
import { useJobWords } from './words.ts'

/** One piece of long work: how far it is, what came of it, and whom it left out. */
export function JobPage() {
  const words = useJobWords()
  const id = useId()
  const job = useCall(getJob, { params: { id } }, { interval: (reply) => (reply && isUnderWay(reply) ? 1000 : false) })
  const nameOf = useJobName()
  const crumb = <Link href={paths.jobs()}>{words.title}</Link>
  if (job.isPending) {
    return (
      <Page title={words.title} crumb={crumb} heading={<span />}>
        <Loading lines={4} />
      </Page>
    )
  }
  if (job.isError) {
    const missing = job.error.code === 'not-found' || job.error.code === 'invalid-request'
    return (
      <Page title={words.title} crumb={crumb}>
        {missing ? (
          <EmptyState title={words.notFound} action={<Link href={paths.jobs()}>{words.toList}</Link>}>
            {words.notFoundWhy}
          </EmptyState>
        ) : (
          <ErrorState error={job.error} onRetry={() => void job.refetch()} />
        )}
      </Page>
    )
  }
  const failed = Number(job.data.result?.failed ?? 0)
  return (
    <Page
      title={nameOf(job.data.kind)}
      crumb={crumb}
      aside={
        <span role="status">
          <JobState status={job.data.status} />
        </span>
      }
      actions={isUnderWay(job.data) && <Stop id={id} name={nameOf(job.data.kind)} />}
    >
      <Course job={job.data} />
      <Outcome job={job.data} />
      {failed > 0 && <Failures jobId={id} count={failed} />}
    </Page>
  )
}

function Stop({ id, name }: { id: number; name: string }) {
  const words = useJobWords()
  const cancel = useAction(cancelJob, { refresh: [getJob, listJobs] })
  return (
    <Button aria-label={words.stopOf(name)} onPress={() => cancel.run({ params: { id } })}>
      {words.stop}
    </Button>
  )
}

function Course({ job }: { job: JobRunReply }) {
  const words = useJobWords()
  const term = 'text-ink-2'
  return (
    <div className="mt-4 flex max-w-2xl flex-col gap-4 border-t-2 border-ink-rule pt-4">
      <JobProgress job={job} />
      <dl className="grid w-fit grid-cols-[auto_auto] gap-x-6 gap-y-1">
        <dt className={term}>{words.received}</dt>
        <dd>
          <When at={job.createdAt} />
        </dd>
        {job.finishedAt && (
          <>
            <dt className={term}>{words.finished}</dt>
            <dd>
              <When at={job.finishedAt} />
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}

function Outcome({ job }: { job: JobRunReply }) {
  const words = useJobWords()
  const format = useFormat()
  const { result, kind } = job
  if (job.status === 'failed') {
    return (
      <div role="alert" className="mt-4">
        <Notice tone="danger">{words.broken}</Notice>
      </div>
    )
  }
  if (job.status !== 'done' && job.status !== 'partial') return null
  const figure = (name: string) => format.number(Number(result?.[name] ?? 0))
  if (kind === 'tag-customers')
    return <p className="mt-4 text-body">{words.tagged(figure('changed'), figure('customers'))}</p>
  if (kind === 'export-customers') return <ExportedFile job={job} rows={figure('rows')} />
  return null
}

interface Lost {
  character: string
  codePoint: string
  count: number
}

function ExportedFile({ job, rows }: { job: JobRunReply; rows: string }) {
  const words = useJobWords()
  const format = useFormat()
  const lost = (job.result?.unmappable ?? []) as Lost[]
  const there = job.expiresAt !== null && new Date(job.expiresAt) > new Date()
  return (
    <div className="mt-4 flex flex-col items-start gap-3">
      <p className="text-body">{words.exported(rows)}</p>
      {there ? (
        <div className="flex flex-wrap items-center gap-3">
          <LinkButton kind="primary" href={addressOf(downloadExport, { params: { id: job.id } } as never)} download>
            {words.receive}
          </LinkButton>
          <span className="text-ink-2">{words.until(format.dateTime(job.expiresAt ?? ''))}</span>
        </div>
      ) : (
        <p className="text-ink-2">{words.expired}</p>
      )}
      {lost.length > 0 && (
        <Section title={words.lost} note={words.lostWhy}>
          <ul className="flex flex-wrap gap-x-6 gap-y-1 py-2">
            {lost.map(({ character, codePoint, count }) => (
              <li key={codePoint}>{words.lostCharacter(character, codePoint, format.number(count))}</li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}
