import { dayFromNumber } from '../../platform/calendar.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { route } from '../../platform/http/route.ts'
import { inThread } from '../../platform/jobs/thread.ts'
import { wholeCompany } from '../whole-company.ts'
import type { ActionKey } from './actions.ts'
import * as contract from './contract.ts'
import { fallsOf, fanOf } from './customer.ts'
import type { Lift } from './effect.ts'
import type { Indicator } from './indicators.ts'
import type { FanPreview } from './learn/preview.ts'
import {
  listDefinitions,
  putDefinition,
  readDefinition,
  readNumbers,
  requireAttribute,
  restoreDefinition,
} from './settings.ts'
import { countPath, listFalling, listRuns, readRun, type StoredRun } from './store.ts'

const previewer = new URL('./learn/preview-worker.ts', import.meta.url)

/** An endless interval has no upper end. */
const ended = <Of extends Lift>(one: Of) => ({ ...one, high: one.high < 1e6 ? one.high : null })

function indicatorReply(one: Indicator) {
  return {
    ...one,
    key: one.key as ActionKey,
    carriedBy: one.carriedBy as ActionKey | null,
    later: ended(one.later),
    earlier: ended(one.earlier),
    alike: ended(one.alike),
  }
}

function runReply({ findings, steps, ...run }: StoredRun) {
  return {
    ...run,
    splitOn: dayFromNumber(findings.splitOn),
    indicators: findings.indicators.map(indicatorReply),
    unknown: findings.unknown as ActionKey[],
    tooSmall: findings.tooSmall,
    steps: steps.map((step) => ({ ...step, key: step.key as ActionKey })),
  }
}

export const routes = [
  route(contract.getFans, async (ctx) => {
    wholeCompany(ctx.actor)
    const run = await readRun(ctx.db)
    const { id } = await readDefinition(ctx.db)
    return { run: run ? runReply(run) : null, isCurrent: run?.settingsId === id }
  }),
  route(contract.listFanRuns, async (ctx) => {
    wholeCompany(ctx.actor)
    return { items: await listRuns(ctx.db) }
  }),
  route(contract.getFanDefinition, async (ctx) => ({
    ...(await readDefinition(ctx.db)),
    history: await listDefinitions(ctx.db),
    attributes: await readNumbers(ctx.db),
  })),
  route(contract.saveFanDefinition, (ctx, { body }) => putDefinition(ctx, body.definition, body.basedOn)),
  route(contract.restoreFanDefinition, (ctx, { params }) => restoreDefinition(ctx, params.id)),
  route(contract.previewFanDefinition, async (ctx, { body }) => {
    wholeCompany(ctx.actor)
    await requireAttribute(ctx.db, body.definition)
    return inThread<FanPreview>(previewer, ctx, body.definition)
  }),
  route(contract.getFanPath, async (ctx) => {
    wholeCompany(ctx.actor)
    const run = await readRun(ctx.db)
    if (!run) return { path: null }
    const { learnedOn, computedAt, steps } = run
    return { path: { learnedOn, computedAt, ...(await countPath(ctx.db, steps)) } }
  }),
  route(contract.getCustomerFan, async (ctx, { params }) => ({ fan: await fanOf(ctx, params.id) })),
  route(contract.listFallingFans, async (ctx, { query }) => {
    const [netSales, customerId] = query.cursor ? readCursor(query.cursor, 2).map(Number) : []
    const after = netSales === undefined || customerId === undefined ? undefined : { netSales, customerId }
    const rows = await listFalling(ctx.db, ctx.actor, query.limit + 1, after)
    const { items, next } = page(rows, query.limit, (row) => writeCursor([row.netSales, row.customerId]))
    return { items: items.map(({ falling, ...row }) => ({ ...row, falls: fallsOf(falling) })), next }
  }),
]
