import { useParams } from '@tanstack/react-router'
import { getImport } from '../../src/connectors/imports/contract.ts'
import { useCall } from '../api.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import { Page } from '../ui/Page.tsx'
import { Reading } from '../ui/states.tsx'
import { ImportState } from './ImportState.tsx'
import { isRunning, useImportName } from './naming.ts'
import { Outcome } from './Outcome.tsx'
import { Review } from './Review.tsx'
import { useImportWords } from './words.ts'

/** One import: to be checked before it starts, then its progress and what came of it. */
export function ImportPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const words = useImportWords()
  const found = useCall(
    getImport,
    { params: { id: Number(id) } },
    { interval: (row) => (row && isRunning(row) ? 1000 : false), staleTime: 0 },
  )
  const row = found.data
  const nameOf = useImportName()
  return (
    <Page
      title={row ? nameOf(row) : words.title}
      crumb={<Link href={paths.imports()}>{words.back}</Link>}
      aside={row && <ImportState row={row} />}
    >
      <div className="mt-4">
        <Reading of={found}>
          {(one) => (one.status === 'received' ? <Review row={one} /> : <Outcome row={one} />)}
        </Reading>
      </div>
    </Page>
  )
}
