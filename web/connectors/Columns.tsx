import { fields, keepAsAttribute, type Mapping, reasons } from '../../src/connectors/imports/contract.ts'
import { Select } from '../ui/Choice.tsx'
import { Section } from '../ui/Section.tsx'
import { useLanguage } from '../words.ts'
import { useFieldName } from './naming.ts'
import type { Preview, ReviewedImport } from './Review.tsx'
import { useImportWords } from './words.ts'

const ignored = 'ignored'

interface ColumnsProps {
  row: ReviewedImport
  preview: Preview
  onChange(mapping: Mapping): void
}

/** Each column of the file, what it is taken for, and samples as they were and as they are read. */
export function Columns({ row, preview, onChange }: ColumnsProps) {
  const words = useImportWords()
  const fieldName = useFieldName(row.kind)
  const choices = [
    { id: ignored, label: words.ignore },
    ...fields[row.kind].map((field) => ({ id: field as string, label: fieldName(field) })),
    ...(row.kind === 'customers' ? [{ id: keepAsAttribute as string, label: words.keep }] : []),
  ]
  const choose = (column: string, field: string) => {
    const { [column]: _former, ...others } = row.mapping.columns
    onChange({ ...row.mapping, columns: field === ignored ? others : { ...others, [column]: field } })
  }
  const head = 'border-b border-rule py-2 pr-4 text-left text-dense font-normal text-ink-2'
  return (
    <Section title={words.columns} note={words.columnsNote}>
      <table className="w-full table-fixed">
        <thead className="max-[640px]:sr-only">
          <tr>
            <th className={`${head} w-[28%]`}>{words.column}</th>
            <th className={`${head} w-[26%]`}>{words.meaning}</th>
            <th className={head}>{words.samples}</th>
          </tr>
        </thead>
        <tbody>
          {preview.columns.map((column) => (
            <tr key={column.name} className="border-b border-rule max-[640px]:block max-[640px]:py-2">
              <th
                scope="row"
                className="truncate py-1 pr-4 text-left font-normal max-[640px]:block"
                title={column.name}
              >
                {column.name}
              </th>
              <td className="py-1 pr-4 max-[640px]:block">
                <Select
                  label={`${words.meaning}: ${column.name}`}
                  hideLabel
                  size="dense"
                  choices={choices}
                  value={column.target ?? ignored}
                  onChange={(field) => choose(column.name, field)}
                />
              </td>
              <td className="py-1 text-small max-[640px]:block">
                <Samples samples={column.samples} target={column.target} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function Samples({ samples, target }: Pick<Preview['columns'][number], 'samples' | 'target'>) {
  const language = useLanguage()
  const { orderStatuses } = useImportWords()
  const mapped = target !== null
  const readable = (read: string) =>
    target === 'status' ? (orderStatuses[read as keyof typeof orderStatuses] ?? read) : read
  return (
    <span className="flex flex-wrap gap-x-5 gap-y-0.5">
      {samples.map(({ raw, read, problem }) => (
        <span key={raw} className={mapped ? 'min-w-0 break-all' : 'min-w-0 break-all text-off'}>
          {raw}
          {problem ? (
            <span className="text-danger"> — {reasons[problem]?.[language] ?? problem}</span>
          ) : (
            mapped && read !== raw && <span className="text-ink-2"> → {readable(read)}</span>
          )}
        </span>
      ))}
    </span>
  )
}
