import { useNavigate } from '@tanstack/react-router'
import { type ImportRow, listImports, uploadImport } from '../../src/connectors/imports/contract.ts'
import { useAction, usePages } from '../api.ts'
import { DemoNotice } from '../demo/DemoLabel.tsx'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { FileDrop } from '../ui/FileDrop.tsx'
import { Link } from '../ui/Link.tsx'
import { Page } from '../ui/Page.tsx'
import { Progress } from '../ui/Progress.tsx'
import { Section } from '../ui/Section.tsx'
import { EmptyState } from '../ui/states.tsx'
import { None, When } from '../ui/values.tsx'
import { ImportState, useCountsLine } from './ImportState.tsx'
import { isRunning, useImportName, useRefusalSentence } from './naming.ts'
import { Paste } from './Paste.tsx'
import { useImportWords } from './words.ts'

/** Where files come in, and those that came. */
export function ImportsPage() {
  const words = useImportWords()
  const may = useMay()
  return (
    <Page title={words.title}>
      <div className="mt-5 flex flex-col gap-8">
        <DemoNotice />
        {may('imports.write') && <Upload />}
        <PastImports />
      </div>
    </Page>
  )
}

function Upload() {
  const words = useImportWords()
  const navigate = useNavigate()
  const sentence = useRefusalSentence()
  const upload = useAction(uploadImport, {
    refresh: [listImports],
    onDone: ({ id }) => void navigate({ to: paths.import(id) }),
  })
  const take = (file: File) => upload.run({ query: { fileName: file.name }, body: file })
  return (
    <div className="flex flex-col gap-3">
      <FileDrop
        label={words.dropHere}
        note={words.accepts}
        action={words.choose}
        accept={['.csv', '.tsv', '.txt', '.xlsx']}
        onFile={take}
      />
      <Paste onFile={take} />
      {upload.pending && <Progress label={words.reading} detail={words.reading} />}
      {upload.error && (
        <div role="alert">
          <Notice tone="danger">{sentence(upload.error)}</Notice>
        </div>
      )}
    </div>
  )
}

function PastImports() {
  const words = useImportWords()
  const navigate = useNavigate()
  const line = useCountsLine()
  const nameOf = useImportName()
  const imports = usePages(
    listImports,
    { query: { limit: 50 } },
    { interval: (first) => (first?.items.some(isRunning) ? 2000 : 60_000) },
  )
  const columns: Column<ImportRow>[] = [
    {
      key: 'file',
      heading: words.file,
      title: nameOf,
      render: (row) => (
        <Link href={paths.import(row.id)}>
          <b>{nameOf(row)}</b>
        </Link>
      ),
    },
    { key: 'kind', heading: words.kind, render: (row) => words.kinds[row.kind] },
    { key: 'state', heading: words.state, render: (row) => <ImportState row={row} /> },
    { key: 'result', heading: words.result, width: '34%', title: line, render: (row) => line(row) || <None /> },
    { key: 'received', heading: words.received, align: 'right', render: (row) => <When at={row.createdAt} /> },
    { key: 'by', heading: words.by, render: (row) => row.staffName ?? <None /> },
  ]
  return (
    <Section title={words.past}>
      <DataTable
        label={words.past}
        columns={columns}
        rows={imports.items}
        keyOf={(row) => row.id}
        onOpen={(row) => void navigate({ to: paths.import(row.id) })}
        error={imports.error}
        onRetry={() => void imports.refetch()}
        empty={<EmptyState title={words.never}>{words.neverWhy}</EmptyState>}
        foot={
          imports.hasNextPage && (
            <p className="py-3">
              <Button onPress={() => void imports.fetchNextPage()}>{words.more}</Button>
            </p>
          )
        }
      />
    </Section>
  )
}
