import { Link as AriaLink } from 'react-aria-components'
import type { MigrationReply } from '../../../src/analysis/contract.ts'
import { useFormat } from '../../format.ts'
import { RankBadge } from '../../ui/Badge.tsx'
import { classes } from '../../ui/classes.ts'
import { Change, None } from '../../ui/values.tsx'
import { moveLink } from '../links.ts'
import { useAnalysisWords } from '../words.ts'

const cellClass = 'h-[43px] border-t border-rule px-1.5 text-right leading-[1.25] whitespace-nowrap'

/** From rank to rank: counts, shares of the row, up and down by triangle as well as tint. */
export function MovesMatrix({ migration }: { migration: MigrationReply }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const { ranks } = migration
  const anyGone = migration.gone.some((count) => count > 0)
  const day = (on: string) => format.day(on).replace(/^\d{4}\//, '')
  return (
    <div className="relative overflow-x-auto">
      <table aria-label={words.moves.title} className="w-full min-w-[400px] border-collapse">
        <thead>
          <tr>
            <th className="h-[30px] w-[96px] text-left text-note whitespace-nowrap text-ink-2">
              {day(migration.from)} → {day(migration.to)}
            </th>
            {ranks.map((rank) => (
              <th key={rank.key} scope="col" className="px-1.5 text-right">
                <RankBadge rank={rank.key} name={rank.label} hideName />
              </th>
            ))}
            {anyGone && <th className="px-1.5 text-right text-note text-ink-2">{words.moves.gone}</th>}
            <th scope="col" className="px-1.5 text-right text-note text-ink-2">
              {words.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {ranks.map((rank, row) => (
            <tr key={rank.key}>
              <th scope="row" className="h-[43px] border-t border-rule text-left text-small font-normal">
                <RankBadge rank={rank.key} name={rank.label} />
              </th>
              {ranks.map((to, column) => (
                <MoveCell key={to.key} migration={migration} row={row} column={column} />
              ))}
              {anyGone && (
                <td className={classes(cellClass, 'text-ink-2')}>{format.number(migration.gone[row] ?? 0)}</td>
              )}
              <td className={classes(cellClass, 'text-ink-2')}>{format.number(migration.fromTotals[row] ?? 0)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="h-[43px] border-t border-rule text-left text-small font-normal text-ink-2">
              {words.moves.newcomers}
            </th>
            {migration.newcomers.map((count, column) => (
              <td key={ranks[column]?.key} className={classes(cellClass, count === 0 && 'text-off')}>
                {count === 0 ? 0 : <MoveLink migration={migration} row={null} column={column} count={count} />}
              </td>
            ))}
            {anyGone && (
              <td className={cellClass}>
                <None />
              </td>
            )}
            <td className={classes(cellClass, 'text-ink-2')}>{format.number(total(migration.newcomers))}</td>
          </tr>
        </tbody>
        <tfoot>
          <tr className="font-bold">
            <th scope="row" className="h-[43px] border-t border-ink-rule text-left text-note whitespace-nowrap">
              {words.moves.on(day(migration.to))}
            </th>
            {migration.toTotals.map((count, column) => (
              <td key={ranks[column]?.key} className="border-t border-ink-rule px-1.5 text-right whitespace-nowrap">
                {format.number(count)}
              </td>
            ))}
            {anyGone && (
              <td className="border-t border-ink-rule px-1.5 text-right">
                <None />
              </td>
            )}
            <td className="border-t border-ink-rule px-1.5 text-right whitespace-nowrap">
              {format.number(total(migration.toTotals))}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const total = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)

function MoveCell({ migration, row, column }: { migration: MigrationReply; row: number; column: number }) {
  const format = useFormat()
  const count = migration.matrix[row]?.[column] ?? 0
  const all = migration.fromTotals[row] ?? 0
  const share = all === 0 ? '' : `${format.percent(count / all)}%`
  if (count === 0) return <td className={classes(cellClass, 'text-off')}>0</td>
  const same = row === column
  const up = column < row
  return (
    <td className={classes(cellClass, same ? 'font-bold' : up ? 'bg-up-quiet' : 'bg-down-quiet')}>
      <MoveLink migration={migration} row={row} column={column} count={count} />
      <small className="block text-note font-normal text-ink-2">
        {same ? share : <Change text={share} direction={up ? 'up' : 'down'} better={up} />}
      </small>
    </td>
  )
}

interface MoveLinkProps {
  migration: MigrationReply
  row: number | null
  column: number
  count: number
}

function MoveLink({ migration, row, column, count }: MoveLinkProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const from = row === null ? null : (migration.ranks[row] ?? null)
  const to = migration.ranks[column]
  if (!to) return null
  const href = moveLink(
    { on: migration.from, rank: from?.key ?? null },
    { on: migration.to, rank: to.key, isToday: migration.toToday },
  )
  const label = words.moves.cell(from?.label ?? words.moves.newcomers, to.label, format.number(count))
  return (
    <AriaLink href={href} aria-label={label} className="cursor-pointer text-inherit underline-offset-3 hover:underline">
      {format.number(count)}
    </AriaLink>
  )
}

/** Who went up, who went down, and the largest move. */
export function MovesSummary({ migration }: { migration: MigrationReply }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const label = (key: string | null | undefined) => migration.ranks.find((rank) => rank.key === key)?.label ?? ''
  const { largest } = migration
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-note text-ink-2">
      <Change text={words.moves.up(format.number(migration.up))} direction="up" better />
      <Change text={words.moves.down(format.number(migration.down))} direction="down" better={false} />
      {largest && (
        <span>{words.moves.largest(label(largest.from), label(largest.to), format.number(largest.customers))}</span>
      )}
    </p>
  )
}
