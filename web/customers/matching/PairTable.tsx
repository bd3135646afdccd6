import { Fragment, type ReactNode, useId } from 'react'
import {
  type CustomerReply,
  getCustomer,
  listChannels,
  listSources,
  type ProposalReply,
} from '../../../src/customers/contract.ts'
import { useCall } from '../../api.ts'
import { type Formats, useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { classes } from '../../ui/classes.ts'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { contactsLine, type KeptField, type Line, lineOf } from './compare.ts'
import { useMatchingWords } from './words.ts'

export interface Choices {
  intoId: number
  /** fields whose value comes from the record that is merged */
  taken: readonly KeptField[]
}

interface PairTableProps {
  pair: ProposalReply
  choices: Choices
  onChoose(choices: Choices): void
}

/** Two records side by side, differences marked, with the value that goes on of each field. */
export function PairTable({ pair, choices, onChoose }: PairTableProps) {
  const words = useMatchingWords()
  const one = useCall(getCustomer, { params: { id: pair.customer.id } })
  const other = useCall(getCustomer, { params: { id: pair.other.id } })
  const failed = one.error ?? other.error
  return (
    <Section title={words.compare.title} note={words.compare.all}>
      {failed ? (
        <ErrorState error={failed} onRetry={() => void Promise.all([one.refetch(), other.refetch()])} />
      ) : !one.data || !other.data ? (
        <Loading lines={8} />
      ) : (
        <Records records={[one.data, other.data]} choices={choices} onChoose={onChoose} />
      )}
    </Section>
  )
}

interface RecordsProps extends Omit<PairTableProps, 'pair'> {
  records: [CustomerReply, CustomerReply]
}

function Records({ records, choices, onChoose }: RecordsProps) {
  const words = useMatchingWords()
  const lines = useLines(records)
  const name = useId()
  const into = records[0].id === choices.intoId ? 0 : 1
  /** the side whose value of a field goes on: the survivor's, unless the other's was taken or its own is empty */
  const keeps = ({ field, values }: Line): 0 | 1 => {
    const from = into === 0 ? 1 : 0
    return values[into] === '' || (field !== undefined && choices.taken.includes(field)) ? from : into
  }
  const pick = (field: KeptField, side: 0 | 1) => {
    const rest = choices.taken.filter((one) => one !== field)
    onChoose({ ...choices, taken: side === into ? rest : [...rest, field] })
  }
  return (
    <>
      <div className="relative overflow-x-auto">
        <table className="w-full table-fixed text-left">
          <caption className="sr-only">{words.compare.title}</caption>
          <colgroup>
            <col className="w-20 tablet:w-28" />
            <col />
            <col />
          </colgroup>
          <thead>
            <tr className="border-b border-rule-2 align-top">
              <th scope="col" className="py-1.5 text-note font-normal text-ink-2">
                {words.compare.field}
              </th>
              {records.map((record, side) => (
                <th key={record.id} scope="col" className="py-1.5 pr-3 font-normal">
                  <Link href={paths.customer(record.id)}>{words.compare.record(String(record.id))}</Link>
                  <label className="flex min-h-6 cursor-pointer items-center gap-2 text-note pointer-coarse:min-h-11">
                    <input
                      type="radio"
                      name={`${name} into`}
                      className="size-4 flex-none accent-(--accent)"
                      checked={side === into}
                      onChange={() => onChoose({ intoId: record.id, taken: [] })}
                    />
                    {words.compare.keep}
                  </label>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines
              .filter(({ standing }) => standing !== 'empty')
              .map((line) => (
                <tr key={line.name} className="border-t border-rule align-baseline">
                  <th scope="row" className="py-1.5 pr-2 text-note font-normal text-ink-2">
                    {line.name}
                  </th>
                  {([0, 1] as const).map((side) => (
                    <Cell
                      key={side}
                      line={line}
                      side={side}
                      isKept={keeps(line) === side}
                      group={`${name} ${line.name}`}
                      onPick={() => line.field && pick(line.field, side)}
                    />
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {records[0].masked && <p className="mt-2 text-note text-ink-2">{words.compare.masked}</p>}
    </>
  )
}

interface CellProps {
  line: Line
  side: 0 | 1
  isKept: boolean
  group: string
  onPick(): void
}

function Cell({ line, side, isKept, group, onPick }: CellProps) {
  const words = useMatchingWords()
  const value = line.values[side]
  const text: ReactNode = value.split('\n').map((part, place) => (
    <Fragment key={place}>
      {place > 0 && <br />}
      {/* an address breaks before its domain rather than inside it */}
      {part.split(/(?=@)/).map((piece, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {piece}
        </Fragment>
      ))}
    </Fragment>
  ))
  const look = classes('py-1.5 pr-3 [overflow-wrap:anywhere]', line.standing === 'differs' && 'bg-warn-quiet')
  if (value === '') return <td className={classes(look, 'text-off')}>{words.compare.none}</td>
  if (!line.field || line.standing !== 'differs') {
    return (
      <td className={look}>
        {text}
        {line.standing === 'differs' && <span className="sr-only">（{words.compare.differs}）</span>}
      </td>
    )
  }
  return (
    <td className={look}>
      <label className="-my-1.5 flex cursor-pointer gap-2 py-1.5 pointer-coarse:py-3">
        <input
          type="radio"
          name={group}
          aria-label={words.compare.take(line.name, side === 0 ? words.compare.first : words.compare.second)}
          className="mt-[0.15em] size-4 flex-none self-start accent-(--accent)"
          checked={isKept}
          onChange={onPick}
        />
        <span className={classes('self-baseline', isKept ? 'font-bold' : 'text-ink-2')}>{text}</span>
      </label>
    </td>
  )
}

function useLines(records: [CustomerReply, CustomerReply]): Line[] {
  const words = useMatchingWords()
  const format = useFormat()
  const keep = { staleTime: 60_000 }
  const channels = useCall(listChannels, {}, keep).data?.items ?? []
  const sources = useCall(listSources, {}, keep).data?.items ?? []
  const nameIn = (items: readonly { id: number; name: string }[], id: number | null) =>
    items.find((item) => item.id === id)?.name ?? ''
  const both = (of: (record: CustomerReply) => string) => records.map(of) as [string, string]
  const said = words.compare
  const passing = new Set<string>([said.channel, said.source, said.registered, said.changed, said.bought])
  const day = (on: string | null) => (on === null ? '' : format.birthday(on))
  return [
    lineOf(
      said.family,
      both((one) => one.familyName),
      'familyName',
    ),
    lineOf(
      said.given,
      both((one) => one.givenName),
      'givenName',
    ),
    lineOf(
      said.familyKana,
      both((one) => one.familyKana),
      'familyKana',
    ),
    lineOf(
      said.givenKana,
      both((one) => one.givenKana),
      'givenKana',
    ),
    lineOf(
      said.company,
      both((one) => one.companyName),
      'companyName',
    ),
    lineOf(
      said.birth,
      both((one) => day(one.birthOn)),
      'birthOn',
    ),
    lineOf(
      said.gender,
      both((one) => (one.gender ? words.genders[one.gender] : '')),
      'gender',
    ),
    contactsLine(said.phone, records, 'phone'),
    contactsLine(said.email, records, 'email'),
    contactsLine(said.address, records, 'address'),
    contactsLine(said.line, records, 'line'),
    lineOf(
      said.number,
      both((one) => one.number ?? ''),
      'number',
    ),
    lineOf(
      said.channel,
      both((one) => nameIn(channels, one.channelId)),
    ),
    lineOf(
      said.source,
      both((one) => [...new Set(one.refs.map(({ sourceId }) => nameIn(sources, sourceId)))].join('\n')),
    ),
    lineOf(
      said.registered,
      both((one) => (one.registeredOn ? format.day(one.registeredOn) : '')),
    ),
    lineOf(
      said.changed,
      both((one) => format.date(one.updatedAt)),
    ),
    lineOf(
      said.bought,
      both((one) => boughtBy(one, said.purchases, format)),
    ),
  ].map((line) => (passing.has(line.name) ? unmarked(line) : line))
}

const boughtBy = ({ metrics }: CustomerReply, purchases: (count: string, amount: string) => string, format: Formats) =>
  metrics ? purchases(format.number(metrics.orderCount), format.money(metrics.netSales)) : ''

/** That two records came by other ways, or on other days, says nothing. */
const unmarked = (line: Line): Line => (line.standing === 'differs' ? { ...line, standing: 'one' } : line)
