import { sql, transaction } from '../../platform/db/db.ts'
import type { ThreadContext } from '../../platform/jobs/thread.ts'
import { learnGroups } from '../groups/learn.ts'
import {
  type Base,
  chanceOf,
  clustersOf,
  explainPair,
  fillBase,
  type Matched,
  matchBase,
  openBase,
} from '../matching/index.ts'
import { dropStale, type Found, inOrder, propose } from './found.ts'
import { storeMissingKeys } from './keys-store.ts'
import { insertRun, keptParameters, readLearned, storeValues } from './learned.ts'
import { type Never, readNever } from './never.ts'
import { readEveryone } from './read-records.ts'
import { curveOf, type MatchReport } from './report.ts'
import { exactRule, isAutomatic, type MatchSettings, readSettings } from './settings.ts'

export interface WholeOptions {
  /** learn anew from this base; else what was learned before judges, if anything was */
  learns: boolean
  /** say nothing of pairs: only learn */
  onlyLearns?: boolean
  staffId?: number | null
  onProgress?: (step: number, steps: number) => Promise<unknown>
}

const steps = 5
/** Larger clusters are never joined without asking. */
const mostRecords = 20

/** Everybody as the matcher sees them. */
export interface Everyone {
  base: Base
  ids: Float64Array
  verified: { email: boolean; phone: boolean }[]
}

/** What came of a run. */
export interface WholeResult {
  runId: number
  report: MatchReport
  /** customers that may be joined without asking, group by group */
  automatic: number[][]
}

/**
 * Matches the whole base: learns, proposes pairs, finds households and firms, and says who may be joined without asking.
 * Safe to run again after a kill: what was done stays, what is left is found again.
 */
export async function matchEveryone(ctx: ThreadContext, options: WholeOptions): Promise<WholeResult> {
  const { pool, now } = ctx
  const started = performance.now()
  const progress = options.onProgress ?? (async () => {})
  await progress(0, steps)
  const everyone = await readBase(ctx)
  await progress(1, steps)
  const learned = options.learns ? undefined : await readLearned(pool)
  const matched = matchBase(everyone.base, learned?.parameters)
  const learnsNow = learned === undefined
  await progress(2, steps)
  const settings = await readSettings(pool)
  const never = await readNever(pool)
  const pairs = options.onlyLearns ? [] : pairsOf(everyone, matched, never, settings)
  const report: MatchReport = {
    records: everyone.base.size,
    compared: matched.compared.a.length,
    proposals: pairs.length,
    joined: 0,
    households: 0,
    companies: 0,
    curve: curveOf(matched),
    rules: rulesOf(pairs),
    unseen: matched.judge.parameters.model.unseen,
  }
  if (!options.onlyLearns) {
    await progress(3, steps)
    await transaction(pool, async (tx) => {
      await propose(tx, pairs, now)
      await dropStale(tx, now)
    })
    Object.assign(report, await learnGroups(ctx, everyone, matched))
  }
  await progress(4, steps)
  const runId = await transaction(pool, async (tx) => {
    if (learnsNow) await storeValues(tx, everyone.base, matched.judge)
    return insertRun(tx, {
      kind: options.onlyLearns ? 'train' : 'run',
      learnedBy: learned?.runId ?? null,
      parameters: learnsNow ? keptParameters(matched.judge) : null,
      report,
      staffId: options.staffId ?? null,
      at: now,
      milliseconds: Math.round(performance.now() - started),
    })
  })
  await storeMissingKeys(pool)
  await progress(steps, steps)
  return { runId, report, automatic: groupsOf(everyone, matched, pairs, never) }
}

async function readBase({ pool }: ThreadContext): Promise<Everyone> {
  const base = openBase()
  const filling = fillBase(base)
  const ids: number[] = []
  const verified: Everyone['verified'] = []
  // two objects do for everybody
  const both = [false, true].flatMap((email) => [false, true].map((phone) => ({ email, phone })))
  await transaction(pool, async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read, read only`)
    await readEveryone(tx, (known) => {
      filling.add(known.record)
      ids.push(known.id)
      verified.push(
        both[(known.verified.email ? 2 : 0) + (known.verified.phone ? 1 : 0)] as Everyone['verified'][number],
      )
    })
  })
  filling.end()
  return { base, ids: Float64Array.from(ids), verified }
}

/** A pair that may be one person, with what is to happen to it. */
export interface JudgedPair extends Found {
  /** places in the base */
  a: number
  b: number
  exact: ReturnType<typeof exactRule>
  isAutomatic: boolean
}

function pairsOf(everyone: Everyone, { compared, judge }: Matched, never: Never, settings: MatchSettings) {
  const { base, ids, verified } = everyone
  const pairs: JudgedPair[] = []
  // two records that share a mobile and a landline number meet twice
  const met = new Set<number>()
  for (let at = 0; at < compared.logit.length; at++) {
    if (chanceOf(compared.logit[at] as number) < 0.5) continue
    const [a, b] = [compared.a[at] as number, compared.b[at] as number]
    if (met.has(key(base, a, b))) continue
    met.add(key(base, a, b))
    const pair = inOrder(ids[a] as number, ids[b] as number)
    if (never(pair.customerId, pair.otherId)) continue
    const explained = explainPair(base, judge, a, b)
    const proofs = [verified[a], verified[b]] as [Everyone['verified'][number], Everyone['verified'][number]]
    pairs.push({
      ...pair,
      ...explained,
      a,
      b,
      exact: exactRule(explained, ...proofs),
      isAutomatic: isAutomatic(explained, ...proofs, settings),
    })
  }
  return pairs
}

function rulesOf(pairs: readonly JudgedPair[]): MatchReport['rules'] {
  const rules: MatchReport['rules'] = {}
  for (const { exact } of pairs) if (exact) rules[exact] = (rules[exact] ?? 0) + 1
  return rules
}

/** Customers that are joined without asking, by group. */
function groupsOf({ base, ids }: Everyone, matched: Matched, pairs: readonly JudgedPair[], never: Never): number[][] {
  const automatic = new Set(pairs.filter((pair) => pair.isAutomatic).map(({ a, b }) => key(base, a, b)))
  if (automatic.size === 0) return []
  const { compared } = matched
  const groups = clustersOf(base, matched, {
    taken: (at) => automatic.has(key(base, compared.a[at] as number, compared.b[at] as number)),
    mostRecords,
    never: (a, b) => never(ids[a] as number, ids[b] as number),
  })
  const members = new Map<number, number[]>()
  groups.forEach((group, at) => {
    if (group === at) return
    const some = members.get(group) ?? [ids[group] as number]
    some.push(ids[at] as number)
    members.set(group, some)
  })
  return [...members.values()]
}

const key = ({ size }: Base, a: number, b: number) => (a < b ? a * size + b : b * size + a)
