import type { CustomerRow, FieldReply } from '../../../src/segments/contract.ts'
import type { Formats } from '../../format.ts'
import { paths } from '../../paths.ts'
import { RankBadge } from '../../ui/Badge.tsx'
import { Tag } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { Day, None } from '../../ui/values.tsx'
import { kanaOf, nameOf } from '../name.ts'
import type { ListFields } from './fields.ts'

/** The name column and those chosen, in the chosen order. */
export function columnsOf(
  keys: readonly string[],
  fields: ListFields,
  format: Formats,
  words: { customer: string; unnamed: string },
): Column<CustomerRow>[] {
  const chosen = keys.flatMap((key) => {
    const field = fields.get(key)
    return field?.isColumn ? [columnOf(field, fields, format)] : []
  })
  return [nameColumn(words), ...chosen]
}

function nameColumn(words: { customer: string; unnamed: string }): Column<CustomerRow> {
  return {
    key: 'name',
    heading: words.customer,
    sort: 'kana',
    render: (row) => (
      <>
        <Link look="name" href={paths.customer(row.id)}>
          {nameOf(row) || words.unnamed}
        </Link>
        <span className="ml-2.5 text-note text-ink-2">{kanaOf(row)}</span>
      </>
    ),
  }
}

function columnOf(field: FieldReply, fields: ListFields, format: Formats): Column<CustomerRow> {
  const right = field.type === 'number' || field.type === 'money' || field.type === 'day'
  const text = (row: CustomerRow) => fields.text(field, row.values[field.key])
  return {
    key: field.key,
    heading: <Heading field={field} name={fields.name(field.key)} format={format} />,
    align: right ? 'right' : 'left',
    ...(field.isSortable ? { sort: field.key } : {}),
    ...(field.type === 'text' ? { width: '12rem', title: text } : {}),
    render: (row) => <Cell field={field} value={row.values[field.key]} text={text(row)} format={format} />,
  }
}

/** An amount's unit stands in its heading, so that the column holds figures only. */
function Heading({ field, name, format }: { field: FieldReply; name: string; format: Formats }) {
  return field.type === 'money' ? `${name}${format.inUnit}` : name
}

interface CellProps {
  field: FieldReply
  value: CustomerRow['values'][string] | undefined
  text: string
  format: Formats
}

/** One value of a customer: figures and days lined up, classes as badges, tags as tags. */
export function Cell({ field, value, text, format }: CellProps) {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) {
    return figure(field) ? <None /> : null
  }
  if (field.key === 'rank') return <RankBadge rank={String(value)} name={text} />
  if (field.type === 'money' && typeof value === 'number') return format.amount(value)
  if (field.type === 'number' && typeof value === 'number') return format.number(value)
  if (field.type === 'day' && typeof value === 'string') return <Day on={value} />
  if (field.key === 'tag' && Array.isArray(value)) {
    return (
      <span className="flex gap-1">
        {value.map((name) => (
          <Tag key={name}>{name}</Tag>
        ))}
      </span>
    )
  }
  return text
}

const figure = (field: FieldReply) => field.type !== 'text' && field.type !== 'reference' && field.type !== 'flag'
