import { reasons } from '../../src/connectors/imports/contract.ts'
import { Section } from '../ui/Section.tsx'
import { Count } from '../ui/values.tsx'
import { useLanguage } from '../words.ts'
import { useFieldName } from './naming.ts'
import type { Preview, ReviewedImport } from './Review.tsx'
import { useImportWords } from './words.ts'

/** What cannot be read, grouped by what repairs it, and what would come in. */
export function Findings({ row, preview }: { row: ReviewedImport; preview: Preview }) {
  const words = useImportWords()
  const language = useLanguage()
  const fieldName = useFieldName(row.kind)
  const { totals, problems, rowsLooked } = preview
  const shown = {
    customers: ['customers'],
    orders: ['orders', 'lines', 'customers', 'guests', 'products'],
    products: ['products'],
  } as const
  return (
    <div className="flex flex-col gap-8">
      <Section title={words.problems} note={words.problemsNote(rowsLooked)}>
        {problems.length === 0 && <p className="py-2">{words.noProblems}</p>}
        <ul>
          {problems.map((group) => (
            <li
              key={`${group.field} ${group.code}`}
              className="flex flex-wrap gap-x-4 gap-y-1 border-b border-rule py-2"
            >
              <b className="w-32 max-[640px]:w-full">{fieldName(group.field)}</b>
              <span className="min-w-48 flex-1">
                {reasons[group.code]?.[language] ?? group.code}
                <span className="block text-note text-ink-2">
                  {words.examples}:{' '}
                  {group.examples.map(({ row: at, value }) => `${words.atRow(at)} ${value}`.trim()).join('、')}
                </span>
              </span>
              <span>{words.problemCount(group.count)}</span>
            </li>
          ))}
        </ul>
        {problems.length > 0 && <p className="py-2 text-note text-ink-2">{words.problemsAfter}</p>}
      </Section>
      <Section title={words.totals} note={words.totalsNote(rowsLooked)}>
        <dl className="flex flex-wrap gap-x-10 gap-y-3 py-2">
          {shown[row.kind].map((name) => (
            <div key={name}>
              <dt className="text-note text-ink-2">{words[name]}</dt>
              <dd className="text-[20px] font-bold">
                <Count value={totals[name]} />
              </dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  )
}
