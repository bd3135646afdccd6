/** What people can be reached by, and what for; one consent is about one of each. */
export const channels = ['mail', 'line', 'sms', 'phone', 'post'] as const
export type Channel = (typeof channels)[number]

/** 案内・販促, アンケート. Messages about an order or an inquiry need no consent. */
export const purposes = ['promotion', 'survey'] as const
export type Purpose = (typeof purposes)[number]

/** How a person said so. `import`: nobody was there to say it, a file of another system does. */
export const vias = ['form', 'shop', 'phone', 'counter', 'paper', 'mail', 'line', 'import'] as const
export type Via = (typeof vias)[number]

export interface Statement {
  id: number
  /** the record of one source under which it was said; a customer has several where records were merged */
  record: number
  isGranted: boolean
  at: Date
  via: Via
}

/** Since when two records of a customer are known to be one person. */
export interface Pair {
  a: number
  b: number
  at: Date
}

export type Standing = 'granted' | 'refused' | 'unknown'

/**
 * What holds after all that was said about one channel and purpose, in whatever order it was learned: a refusal stands
 * until the person grants again, later, themselves. A file never revives a refused consent, and what happened at the same
 * instant counts as refused. What was granted under one record lifts a refusal under another only if it was said after
 * the two were merged: until then nobody knew it was the same person.
 */
export function standingOf(
  statements: readonly Statement[],
  pairs: readonly Pair[] = [],
): { standing: Standing; by: Statement | null } {
  const lifts = (grant: Statement, refusal: Statement) =>
    grant.at > refusal.at && grant.via !== 'import' && knownAs(grant, refusal.record, pairs)
  const refusals = statements.filter(({ isGranted }) => !isGranted)
  const grants = statements.filter(({ isGranted }) => isGranted)
  const standing = newest(refusals.filter((refusal) => !grants.some((grant) => lifts(grant, refusal))))
  if (standing) return { standing: 'refused', by: standing }
  const grant = newest(grants.filter((one) => refusals.length === 0 || refusals.some((refusal) => lifts(one, refusal))))
  return grant ? { standing: 'granted', by: grant } : { standing: 'unknown', by: null }
}

function knownAs({ record, at }: Statement, other: number, pairs: readonly Pair[]): boolean {
  if (record === other) return true
  const pair = pairs.find(({ a, b }) => (a === record && b === other) || (a === other && b === record))
  return pair !== undefined && at > pair.at
}

function newest(statements: readonly Statement[]): Statement | null {
  const ordered = statements.toSorted((a, b) => b.at.getTime() - a.at.getTime() || b.id - a.id)
  return ordered[0] ?? null
}
