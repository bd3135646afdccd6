import { audit } from '../../platform/audit.ts'
import { one, sql } from '../../platform/db/db.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { queueMatching } from '../resolving/actions.ts'
import { readSettings } from '../resolving/settings.ts'
import { countWaiting } from '../resolving/waiting.ts'
import { seenBy } from '../seen.ts'
import { mostAccepted, queueAcceptance } from './accept.ts'
import * as contract from './contract.ts'
import { decide, undo } from './decide.ts'
import { listDecided } from './decisions.ts'
import type { MergeKernel } from './join.ts'
import { countDecided, countProposals, estimate, listProposalRows, readLastRun } from './store.ts'

const monthMilliseconds = 30 * 86_400_000

const queueRoutes = [
  route(contract.listProposals, async ({ db, actor }, { query: { cursor, limit, show, customerId: of } }) => {
    const [weight, customerId, otherId] = cursor ? (readCursor(cursor, 3) as [number, number, number]) : []
    const after = weight === undefined ? null : { weight, customerId: customerId as number, otherId: otherId as number }
    const asked = { seen: seenBy(actor), isLater: show === 'later', of: of ?? null, after, limit: limit + 1 }
    const rows = await listProposalRows(db, asked)
    return page(rows, limit, (row) => writeCursor([row.weight, row.customer.id, row.other.id]))
  }),
  route(contract.matchingState, async ({ db, actor, now }) => {
    const lastRun = await readLastRun(db)
    return {
      ...(await countProposals(db, seenBy(actor))),
      waiting: await countWaiting(db),
      lastRun: lastRun ? { at: lastRun.at, ...lastRun.report } : null,
      decided: await countDecided(db, new Date(now.getTime() - monthMilliseconds)),
    }
  }),
  route(contract.listDecisions, async ({ db, actor }, { query: { cursor, limit } }) => {
    const before = cursor ? Number(readCursor(cursor, 1)[0]) : Number.MAX_SAFE_INTEGER
    const rows = await listDecided(db, { seen: seenBy(actor), before, limit: limit + 1 })
    return page(rows, limit, (row) => writeCursor([row.id]))
  }),
  route(contract.estimateAcceptance, async ({ db, actor }, { query: { from } }) => ({
    ...(await estimate(db, seenBy(actor), from)),
    most: mostAccepted,
  })),
  route(contract.acceptProposals, async (ctx, { body }) => {
    const jobId = await queueAcceptance(ctx, body)
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'accepted', subject: 'match-proposals', detail: body })
    return { jobId }
  }),
  route(contract.startMatching, async (ctx) => ({ jobId: await queueMatching(ctx) })),
]

const settingsRoutes = [
  route(contract.getMatchSettings, async ({ db }) => {
    const lastRun = await readLastRun(db)
    return {
      ...(await readSettings(db)),
      curve: lastRun?.report.curve ?? [],
      ruleCounts: lastRun?.report.rules ?? {},
      records: lastRun?.report.records ?? null,
    }
  }),
  route(contract.saveMatchSettings, async ({ db, actor, now }, { body }) => {
    const { automaticFrom, rules, version } = body
    const before = await readSettings(db)
    const saved = await one<{ version: number }>(
      db,
      sql`insert into match_settings (automatic_from, rules, version, staff_id, updated_at)
          select ${automaticFrom}, ${rules}::text[], ${version} + 1, ${actor.staffId}, ${now} where ${version} = ${before.version}
          on conflict (id) do update set automatic_from = excluded.automatic_from, rules = excluded.rules,
            version = excluded.version, staff_id = excluded.staff_id, updated_at = excluded.updated_at
          where match_settings.version = ${version}
          returning version`,
    )
    if (!saved) throw new Refusal('conflict', { version: before.version })
    const { automaticFrom: was, rules: had } = before
    await audit(db, now, actor, {
      action: 'changed',
      subject: 'match-settings',
      detail: { before: { automaticFrom: was, rules: had }, after: { automaticFrom, rules } },
    })
    return saved
  }),
]

/** What proposes, decides and takes back; `kernel` merges. */
export function proposalRoutes(kernel: MergeKernel): Route[] {
  return [
    ...queueRoutes,
    ...settingsRoutes,
    route(contract.decideProposal, (ctx, { body }) => decide(ctx, kernel, body)),
    route(contract.undoDecision, (ctx, { params }) => undo(ctx, kernel, params.id)),
  ]
}
