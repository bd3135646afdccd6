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
  isGranted: boolean
  at: Date
  via: Via
}

export type Standing = 'granted' | 'refused' | 'unknown'

/**
 * What holds after all that was said about one channel and purpose, in whatever order it was learned: a refusal stands
 * until the person grants again, later, themselves. A file never revives a refused consent, and what happened at the same
 * instant counts as refused.
 */
export function standingOf(statements: readonly Statement[]): { standing: Standing; by: Statement | null } {
  const refusal = newest(statements.filter(({ isGranted }) => !isGranted))
  const grant = newest(
    statements.filter(
      ({ isGranted, at, via }) => isGranted && (refusal === null || (at > refusal.at && via !== 'import')),
    ),
  )
  if (grant) return { standing: 'granted', by: grant }
  return refusal ? { standing: 'refused', by: refusal } : { standing: 'unknown', by: null }
}

function newest(statements: readonly Statement[]): Statement | null {
  const ordered = statements.toSorted((a, b) => b.at.getTime() - a.at.getTime() || b.id - a.id)
  return ordered[0] ?? null
}
