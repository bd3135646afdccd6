import type { Pool, Tx } from '../../platform/db/db.ts'
import { sql, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import type { Merge, MergeWriting, mergeRecords, unmerge } from '../merging/index.ts'
import { insertDecision, type KeptProposal, type NewDecision, readProposal } from './decisions.ts'

/** What merges and takes merges apart (merging/), with the tables of all rooms handed in. */
export interface MergeKernel {
  merge(writing: MergeBy, merges: readonly Merge[]): ReturnType<typeof mergeRecords>
  unmerge(writing: MergeBy, mergeIds: readonly number[]): ReturnType<typeof unmerge>
}

/** Who merges, when; null: matching, of itself. */
export type MergeBy = Omit<MergeWriting, 'merging'>

export interface Joining {
  into: number
  from: number
  choices?: NonNullable<Merge['choices']>
  via: NewDecision['via']
}

/** Joins two customers and writes down why. What else is proposed for them is found again for the one that goes on. */
export async function joinPair(by: MergeBy, kernel: MergeKernel, joining: Joining): Promise<number> {
  const { into, from, via, choices = {} } = joining
  const { db, now, actor } = by
  const proposal = await readProposal(db, into, from)
  const why = via === 'automatic' ? 'match' : 'review'
  const [mergeId] = await kernel.merge(by, [{ into, from, why, evidence: evidenceOf(proposal), choices }])
  if (typeof mergeId !== 'number') throw new Refusal('not-found')
  await db.query(sql`delete from match_proposals where customer_id = ${from} or other_id = ${from}`)
  return insertDecision(db, { ...proposal, decision: 'join', via, mergeId, actor, now })
}

const evidenceOf = ({ chance, rule, evidence }: KeptProposal) => ({
  chance,
  ...(rule && { rule }),
  codes: evidence.map(([code]) => code),
})

export type Many = Omit<MergeBy, 'db'> & { pool: Pool }

/**
 * Joins groups of customers that may be joined without asking, each into its oldest record, one merge a transaction.
 * Whoever was changed or merged meanwhile is passed over. Returns how many were joined.
 */
export async function joinAutomatically(ctx: Many, kernel: MergeKernel, groups: readonly number[][]): Promise<number> {
  let joined = 0
  for (const members of groups) {
    const [into = 0, ...others] = [...members].sort((a, b) => a - b)
    for (const from of others) if (await joinIfPossible(ctx, kernel, { into, from, via: 'automatic' })) joined++
  }
  return joined
}

/** False when one of the two is no more, or is not to be merged. */
export async function joinIfPossible({ pool, ...ctx }: Many, kernel: MergeKernel, joining: Joining): Promise<boolean> {
  try {
    await transaction(pool, (db: Tx) => joinPair({ ...ctx, db }, kernel, joining))
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
