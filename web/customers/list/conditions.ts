import type { Condition, Predicate } from '../../../src/segments/contract.ts'

/**
 * How a condition stands in a list's address, so that people can read it: `rank=S,A`, `lastOn=90d..`, `orderCount=2..5`,
 * `tags=!3`, `email=empty`. Whatever has no such form travels as `filter={…}`.
 */
export function writeCondition(condition: Condition): { field: string; text: string } | null {
  const text = textOf(condition)
  if (text === null || condition.at !== undefined) return null
  const back = readCondition(condition.field, text)
  return back.length === 1 ? { field: condition.field, text } : null
}

function textOf(condition: Condition): string | null {
  if ('in' in condition) return listText(condition.in, '')
  if ('notIn' in condition) return listText(condition.notIn, '!')
  if ('withinDays' in condition) return `..${condition.withinDays}d`
  if ('olderThanDays' in condition) return `${condition.olderThanDays}d..`
  if ('is' in condition) return condition.is ? 'yes' : 'no'
  if ('empty' in condition) return condition.empty ? 'empty' : 'filled'
  if ('from' in condition) return `${condition.from}..${condition.to ?? ''}`
  if ('to' in condition) return `..${condition.to}`
  if ('startsWith' in condition) return safe(condition.startsWith) ? `${condition.startsWith}*` : null
  if ('contains' in condition) return safe(condition.contains) ? `*${condition.contains}*` : null
  return null
}

/** Words of the little language itself must not be values. */
const safe = (value: string) => !/[,*!]|\.\.|^(yes|no|empty|filled)$/.test(value)

function listText(values: readonly (string | number)[], sign: '' | '!'): string | null {
  return values.every((value) => safe(String(value))) ? values.map((value) => `${sign}${value}`).join(',') : null
}

const number = /^-?\d+(\.\d+)?$/
const day = /^\d{4}-\d{2}-\d{2}$/
const scalar = (text: string): string | number => (number.test(text) ? Number(text) : text)

/** Reads what `writeCondition` wrote; one text may hold two conditions (`90d..365d`), a mistyped one holds none. */
export function readCondition(field: string, text: string): Condition[] {
  if (text === '') return []
  if (text === 'yes' || text === 'no') return [{ field, is: text === 'yes' }]
  if (text === 'empty' || text === 'filled') return [{ field, empty: text === 'empty' }]
  if (text.includes('..')) return readSpan(field, text)
  if (text.endsWith('*') && text.length > 1) {
    const inner = text.slice(0, -1)
    return inner.startsWith('*') ? [{ field, contains: inner.slice(1) }] : [{ field, startsWith: inner }]
  }
  const words = text.split(',').filter((word) => word !== '' && word !== '!')
  const not = words.filter((word) => word.startsWith('!')).map((word) => scalar(word.slice(1)))
  const yes = words.filter((word) => !word.startsWith('!')).map(scalar)
  return [...(yes.length > 0 ? [{ field, in: yes }] : []), ...(not.length > 0 ? [{ field, notIn: not }] : [])]
}

function readSpan(field: string, text: string): Condition[] {
  const [from = '', to = '', ...rest] = text.split('..')
  if (rest.length > 0 || (from === '' && to === '')) return []
  const daysBack = (part: string) => (/^\d+d$/.test(part) ? Number(part.slice(0, -1)) : null)
  if (daysBack(from) !== null || daysBack(to) !== null) {
    const older = daysBack(from)
    const within = daysBack(to)
    return [
      ...(older === null ? [] : [{ field, olderThanDays: older }]),
      ...(within === null ? [] : [{ field, withinDays: within }]),
    ]
  }
  const bound = (part: string) => part === '' || number.test(part) || day.test(part)
  if (!bound(from) || !bound(to)) return []
  if (from === '') return [{ field, to: scalar(to) }]
  return [{ field, from: scalar(from), ...(to === '' ? {} : { to: scalar(to) }) }]
}

/** Parameters of the list that are not conditions; no field may be called like one of them. */
const ours = new Set(['q', 'filter', 'sort', 'cols', 'density', 'view', 'after', 'page', 'panel'])

/** The conditions in an address, in its order. */
export function readConditions(search: Readonly<Record<string, unknown>>): Predicate[] {
  const readable = Object.entries(search)
    .filter(([name, value]) => !ours.has(name) && typeof value === 'string')
    .flatMap(([name, value]): Predicate[] => readCondition(name, value as string))
  return [...readable, ...parts(readJson(search.filter))]
}

function readJson(text: unknown): Predicate {
  try {
    const value: unknown = JSON.parse(String(text ?? ''))
    return typeof value === 'object' && value !== null ? (value as Predicate) : { all: [] }
  } catch {
    return { all: [] }
  }
}

const parts = (predicate: Predicate): Predicate[] => ('all' in predicate ? predicate.all.flatMap(parts) : [predicate])

/** The address parameters that say these conditions; a second condition on the same field joins the first or goes to `filter`. */
export function writeConditions(conditions: readonly Predicate[]): Record<string, string> {
  const search: Record<string, string> = {}
  const others: Predicate[] = []
  for (const predicate of conditions) {
    const written = 'field' in predicate ? writeCondition(predicate) : null
    if (!written || ours.has(written.field)) others.push(predicate)
    else if (!(written.field in search)) search[written.field] = written.text
    else {
      const joined = joinSpans(search[written.field] as string, written.text)
      if (joined) search[written.field] = joined
      else others.push(predicate)
    }
  }
  if (others.length > 0) search.filter = JSON.stringify(others.length === 1 ? others[0] : { all: others })
  return search
}

/** `90d..` and `..365d` are one span of days. */
function joinSpans(a: string, b: string): string | null {
  const older = [a, b].find((text) => /^\d+d\.\.$/.test(text))
  const within = [a, b].find((text) => /^\.\.\d+d$/.test(text))
  return older && within ? `${older}${within.slice(2)}` : null
}

/** What the server is asked: all conditions, and the search box as one of them. */
export function predicateOf(conditions: readonly Predicate[], q: string): Predicate {
  const all = q.trim() === '' ? [...conditions] : [...conditions, { field: 'search', matches: q.trim() }]
  return { all }
}

export function isFiltered(predicate: Predicate): boolean {
  return !('all' in predicate) || predicate.all.length > 0
}
