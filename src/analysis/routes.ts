import { dayOf } from '../platform/calendar.ts'
import type { Company } from '../platform/company.ts'
import type { Db } from '../platform/db/db.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { route } from '../platform/http/route.ts'
import { putRulesInForce, queueRanking, restoreOlderRules } from './actions.ts'
import * as contract from './contract.ts'
import { readChannelMonths, readCpmMonths, readF2 } from './dashboards/months.ts'
import { readOverview } from './dashboards/overview.ts'
import { readNetSales } from './dashboards/sales.ts'
import { listDays, movesBetween, readMoves } from './history/moves.ts'
import { migrationOf } from './indicators/migration.ts'
import { queueLearning } from './learning.ts'
import { previewRules } from './rules/preview.ts'
import { listRules, readRules } from './rules/store.ts'
import { wholeCompany } from './whole-company.ts'

async function readMigration(
  ctx: { db: Db; now: Date; company: Company },
  query: { from: string; to?: string | undefined },
) {
  const days = await listDays(ctx.db)
  const today = days.find(({ isCurrent }) => isCurrent)?.asOf
  const to = query.to ?? today
  const kept = (day: string) => days.some(({ asOf, hasHistory }) => hasHistory && asOf === day)
  if (!to || !kept(query.from) || (to !== today && !kept(to)) || query.from >= to) throw new Refusal('not-found')
  const stored = await readMoves(ctx.db, query.from, to)
  const moves = stored?.moves ?? (await movesBetween(ctx.db, query.from, to, to === today))
  const { rules } = await readRules(ctx.db, ctx.company.currency)
  const known = new Map(rules.ranks.list.map((rank) => [rank.key, rank]))
  // just after the rules changed, stored days may still speak of ranks that are no more
  for (const key of moves.flatMap(({ from: before, to: after }) => [before, after])) {
    if (key !== null && !known.has(key)) known.set(key, { key, label: key })
  }
  const ranks = [...known.values()]
  const matrix = migrationOf(
    moves,
    ranks.map(({ key }) => key),
  )
  return { ...matrix, from: query.from, to, toToday: to === today, computedAt: stored?.computedAt ?? ctx.now, ranks }
}

export const routes = [
  route(contract.getOverview, async (ctx) => {
    wholeCompany(ctx.actor)
    return { overview: (await readOverview(ctx.db, ctx.company.currency, ctx.now)) ?? null }
  }),
  route(contract.listAnalysisDays, async (ctx) => ({ items: await listDays(ctx.db) })),
  route(contract.getMigration, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    return readMigration(ctx, query)
  }),
  route(contract.getSales, async (ctx, { query }) => ({
    ...query,
    ...(await readNetSales(ctx.db, ctx.actor, query.from, query.to, ctx.now)),
  })),
  route(contract.getCpmMonths, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    return { items: await readCpmMonths(ctx.db, query.months) }
  }),
  route(contract.getChannelSales, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    return { sales: (await readChannelMonths(ctx.db, query.months)) ?? null }
  }),
  route(contract.getF2, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    return { f2: (await readF2(ctx.db, query.window, query.months)) ?? null }
  }),
  route(contract.getRules, async (ctx) => ({
    ...(await readRules(ctx.db, ctx.company.currency)),
    history: await listRules(ctx.db),
  })),
  route(contract.previewAnalysisRules, async (ctx, { body }) => {
    wholeCompany(ctx.actor)
    return previewRules(ctx.db, body.rules, dayOf(ctx.now, ctx.company.timeZone))
  }),
  route(contract.saveRules, (ctx, { body }) => putRulesInForce(ctx, body.rules, body.basedOn)),
  route(contract.restoreRules, (ctx, { params }) => restoreOlderRules(ctx, params.id)),
  route(contract.rankNow, async (ctx) => ({ jobId: await queueRanking(ctx) })),
  route(contract.learnNow, async (ctx) => ({ jobId: await queueLearning(ctx) })),
]
