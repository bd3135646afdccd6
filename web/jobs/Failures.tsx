import { downloadFailures, type FailureReply, listFailures, reasons } from '../../src/segments/contract.ts'
import { addressOf, usePages } from '../api.ts'
import { useFormat } from '../format.ts'
import { paths } from '../paths.ts'
import { LinkButton } from '../ui/Button.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { Link } from '../ui/Link.tsx'
import { More } from '../ui/More.tsx'
import { Section } from '../ui/Section.tsx'
import { None } from '../ui/values.tsx'
import { useLanguage } from '../words.ts'
import { useJobWords } from './words.ts'

/** Whom a bulk job left out: row, customer, why, and what helps; as a file too. */
export function Failures({ jobId, count }: { jobId: number; count: number }) {
  const words = useJobWords()
  const format = useFormat()
  const language = useLanguage()
  const params = { id: jobId }
  const failures = usePages(listFailures, { params, query: { limit: 100 } })
  const file = (encoding: 'utf-8' | 'cp932') =>
    addressOf(downloadFailures, { params, query: { encoding, locale: language } } as never)
  return (
    <div className="mt-8">
      <Section title={words.failures.title} note={words.failures.count(format.number(count))}>
        <p className="flex flex-wrap gap-2 py-3">
          <LinkButton href={file('utf-8')} download>
            {words.failures.download}
          </LinkButton>
          <LinkButton href={file('cp932')} download>
            {words.failures.downloadCp932}
          </LinkButton>
        </p>
        <DataTable
          label={words.failures.title}
          columns={useColumns()}
          rows={failures.items}
          keyOf={(row) => row.place}
          skeletonRows={Math.min(count, 5)}
          error={failures.error}
          onRetry={() => void failures.refetch()}
          foot={<More of={failures} />}
        />
      </Section>
    </div>
  )
}

function useColumns(): Column<FailureReply>[] {
  const { failures: words } = useJobWords()
  const language = useLanguage()
  const nameOf = ({ familyName, givenName, companyName }: FailureReply) =>
    `${familyName} ${givenName}`.trim() || companyName || words.unnamed
  return [
    { key: 'row', heading: words.row, align: 'right', width: '4em', render: (row) => row.place },
    {
      key: 'customer',
      heading: words.customer,
      render: (row) =>
        row.familyName === null ? (
          words.unseen(row.customerId)
        ) : (
          <Link look="name" href={paths.customer(row.customerId)}>
            {nameOf(row)}
          </Link>
        ),
    },
    { key: 'number', heading: words.number, render: (row) => row.number ?? <None /> },
    { key: 'reason', heading: words.reason, wraps: true, render: (row) => reasons[row.reason][language].reason },
    { key: 'remedy', heading: words.remedy, wraps: true, render: (row) => reasons[row.reason][language].remedy },
  ]
}
