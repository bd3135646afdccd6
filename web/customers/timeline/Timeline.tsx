import { useMemo, useState } from 'react'
import * as z from 'zod'
import { getTimeline, type TimelineEntryReply } from '../../../src/customers/contract.ts'
import { useAddress } from '../../address.ts'
import { usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { addDays } from '../days.ts'
import { useRecordWords } from '../words.ts'
import { groupOf, groups, isQuiet, kindsIn } from './kinds.ts'
import { NoteActions } from './NoteActions.tsx'
import { useSiteWords } from './site/words.ts'
import { LineFrame, TimelineLine } from './TimelineLine.tsx'
import { groupTimeline, type Line, type Section } from './timeline-groups.ts'

const shown = z.object({
  kind: z.enum(groups).optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
})

interface TimelineProps {
  customerId: number
  today: string
}

/** Everything that happened with a customer, newest first; filter and date stand in the address. */
export function Timeline({ customerId, today }: TimelineProps) {
  const words = useRecordWords()
  const format = useFormat()
  const [{ kind, until }, change] = useAddress(shown)
  const pages = usePages(
    getTimeline,
    {
      params: { id: customerId },
      query: { limit: 50, ...(kind ? { kinds: kindsIn(kind).join(',') } : {}), ...(until ? { until } : {}) },
    } as never,
    { keep: true },
  )
  const items = pages.items as TimelineEntryReply[] | undefined
  const counts = (pages.data?.pages[0] as { counts?: Record<string, number> | null } | undefined)?.counts ?? {}
  const sections = useMemo(
    () => groupTimeline(items ?? [], format.dayOf, isQuiet, (one) => groupOf(one) ?? one),
    [items, format],
  )
  return (
    <section aria-label={words.timeline.title} className="min-w-0">
      <Tools
        kind={kind}
        until={until}
        today={today}
        counts={counts}
        onKind={(next) => change({ kind: next }, { replace: true })}
        onUntil={(next) => change({ until: next }, { replace: true })}
      />
      {pages.isPending && <Loading lines={6} />}
      {pages.error && <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />}
      {items?.length === 0 && (
        <p className="py-6 text-ink-2">{kind || until ? words.timeline.noneOfKind : words.timeline.never}</p>
      )}
      <div className={pages.isPlaceholderData ? 'opacity-60' : undefined}>
        {sections.map((section) => (
          <DaySection
            key={`${section.from}-${section.to}-${keyOf(section)}`}
            section={section}
            today={today}
            customerId={customerId}
          />
        ))}
      </div>
      {pages.hasNextPage && (
        <p className="py-4">
          <Button onPress={() => void pages.fetchNextPage()} isPending={pages.isFetchingNextPage}>
            {words.timeline.more}
          </Button>
        </p>
      )}
      {!pages.hasNextPage && items && items.length > 0 && (
        <p className="py-4 text-note text-ink-2">{words.timeline.end}</p>
      )}
    </section>
  )
}

const keyOf = (section: Section<TimelineEntryReply>) => {
  const line = section.lines[0]
  return line?.type === 'one' ? line.item.key : line?.items[0]?.key
}

interface ToolsProps {
  kind: (typeof groups)[number] | undefined
  until: string | undefined
  today: string
  counts: Record<string, number>
  onKind(kind: (typeof groups)[number] | undefined): void
  onUntil(until: string | undefined): void
}

function Tools({ kind, until, today, counts, onKind, onUntil }: ToolsProps) {
  const words = useRecordWords()
  const format = useFormat()
  const [day, setDay] = useState(until ?? today)
  // opens and clicks belong to their mail and are not counted beside it
  const countOf = (group: (typeof groups)[number]) =>
    kindsIn(group)
      .filter((one) => !one.startsWith('mail-'))
      .reduce((sum, one) => sum + (counts[one] ?? 0), 0)
  const all = groups.reduce((sum, group) => sum + countOf(group), 0)
  return (
    <div className="no-print flex flex-wrap items-center gap-1.5 pt-0.5 pb-1.5">
      <ToggleChip isSelected={kind === undefined} onChange={() => onKind(undefined)} count={format.number(all)}>
        {words.timeline.all}
      </ToggleChip>
      {groups
        .filter((group) => countOf(group) > 0)
        .map((group) => (
          <ToggleChip
            key={group}
            isSelected={kind === group}
            onChange={(on) => onKind(on ? group : undefined)}
            count={format.number(countOf(group))}
          >
            {words.timeline.kinds[group]}
          </ToggleChip>
        ))}
      <span className="ml-auto flex items-center gap-2">
        {until && (
          <Button kind="quiet" onPress={() => onUntil(undefined)}>
            {words.timeline.toNewest}
          </Button>
        )}
        <Popover
          label={words.timeline.jump}
          placement="bottom end"
          trigger={
            <Button kind="quiet">
              <span className="text-accent">
                {until ? words.timeline.jumped(format.day(until)) : words.timeline.jump}
              </span>
            </Button>
          }
        >
          {(close) => (
            <form
              className="flex items-end gap-2"
              onSubmit={(event) => {
                event.preventDefault()
                onUntil(day === today ? undefined : day)
                close()
              }}
            >
              <TextField
                label={words.timeline.jumpLabel}
                type="date"
                size="dense"
                value={day}
                onChange={setDay}
                autoFocus
              />
              <Button kind="primary" type="submit">
                {words.timeline.go}
              </Button>
            </form>
          )}
        </Popover>
      </span>
    </div>
  )
}

interface DayProps {
  section: Section<TimelineEntryReply>
  today: string
  customerId: number
}

function DaySection({ section, today, customerId }: DayProps) {
  const { from, to, lines } = section
  return (
    <section>
      <h3 className="flex items-center gap-2.5 pt-2.5 pb-0.5 text-note font-normal text-ink-2 after:h-px after:flex-1 after:bg-rule">
        <DayTitle from={from} to={to} today={today} />
      </h3>
      <ul>
        {lines.map((line) => (
          <li key={line.type === 'one' ? line.item.key : `${line.kind}-${line.items[0]?.key}`}>
            {line.type === 'one' ? (
              <TimelineLine entry={line.item} actions={<NoteActions entry={line.item} customerId={customerId} />} />
            ) : (
              <Run line={line} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function DayTitle({ from, to, today }: { from: string; to: string; today: string }) {
  const words = useRecordWords()
  const format = useFormat()
  const short = (day: string) => (day.slice(0, 4) === today.slice(0, 4) ? format.dayOfYear(day) : format.day(day))
  if (from !== to) return <b className="text-ink">{words.timeline.span(short(from), short(to))}</b>
  const near = from === today ? words.timeline.today : from === addDays(today, -1) ? words.timeline.yesterday : ''
  return (
    <>
      <b className="text-ink">{short(from)}</b>
      {[words.timeline.weekday(format.weekday(from)), near].filter(Boolean).join(words.joinedList)}
    </>
  )
}

function Run({ line }: { line: Extract<Line<TimelineEntryReply>, { type: 'run' }> }) {
  const words = useRecordWords()
  const [open, setOpen] = useState(false)
  const count = (kind: string) => line.items.filter((item) => item.kind === kind).length
  const site = useSiteWords()
  const looks = count('view') > 0 ? words.timeline.views(count('view')) : site.identified(line.items.length)
  const title = line.kind === 'mail' ? words.timeline.mails(count('mail')) : looks
  const detail = line.kind === 'mail' ? words.timeline.mailResults(count('mail-open'), count('mail-click')) : ''
  return (
    <>
      <LineFrame
        kind={line.kind}
        time=""
        end={
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="min-h-6 text-accent underline-offset-3 hover:underline"
          >
            {open ? words.timeline.close : words.timeline.open}
          </button>
        }
      >
        <p className="text-ink-2">{title}</p>
        {detail && <p className="text-small text-ink-2">{detail}</p>}
      </LineFrame>
      {open && (
        <ul className="ml-5 border-l border-rule pl-3">
          {line.items.map((item) => (
            <li key={item.key}>
              <RunItem item={item} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Inside a run each line carries its own day. */
function RunItem({ item }: { item: TimelineEntryReply }) {
  const format = useFormat()
  return (
    <div className="flex gap-3 text-small">
      <span className="w-20 flex-none pt-2 text-note text-ink-2">{format.date(item.at)}</span>
      <span className="min-w-0 flex-1">
        <TimelineLine entry={item} />
      </span>
    </div>
  )
}
