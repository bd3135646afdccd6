import { requireCustomer } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/db/db.ts'
import { type Locale, nameOf, reasonsFor } from '../lifetime/index.ts'
import { churnBands } from './bands.ts'
import { horizons, share, year } from './learn/horizons.ts'
import type { Learned, Trust } from './learn/learned.ts'
import type { Moved } from './results.ts'
import { type OutlookRow, type Run, readMovers, readOutlook, readRun, readTrust } from './store.ts'

type Asking = Context & { db: Db; actor: Actor }

const runOf = ({ asOf, computedAt, customers, sample }: Run) => ({ asOf, computedAt, customers, sample })

function smallOf({ grounds, enough, thumb }: Learned) {
  return grounds.small && thumb ? { ...grounds.small, needed: enough, thumb } : null
}

/** The dashboard's figures; undefined before the first night. */
export async function forecastOf(db: Db) {
  const run = await readRun(db)
  if (!run) return undefined
  const { results, learned } = run
  const common = { ...runOf(run), intervalShare: share, small: smallOf(learned) }
  if (!results) return { ...common, figures: null }
  const named = async ({ top, ...moved }: Moved) => ({ ...moved, top: await readMovers(db, top) })
  const { movers } = results
  const shown = { ...movers, fewer: await named(movers.fewer), more: await named(movers.more) }
  return { ...common, figures: { ...results, movers: shown } }
}

type Name = Parameters<typeof nameOf>[0]

/** The trust report of the newest run; undefined before the first night. */
export async function trustOf(db: Db, locale: Locale) {
  const run = await readRun(db)
  const trust = run && (await readTrust(db, run.id))
  if (!run || !trust) return undefined
  const { learned } = run
  const { grounds, second } = learned
  const labelled = <One extends { name: string }>(one: One) => ({ ...one, label: nameOf(one.name as Name, locale) })
  return {
    ...runOf(run),
    discountPerYear: run.discountPerYear,
    days: horizons[year],
    small: smallOf(learned),
    chosen: grounds.chosen,
    chosenLabel: nameOf(grounds.chosen, locale),
    reasons: reasonsFor(grounds, locale),
    correction: grounds.choice && {
      factor: grounds.choice.correction.factor,
      verdict: grounds.choice.correction.verdict,
    },
    models: learned.models.map(labelled),
    spend: learned.spend && { customers: learned.spend.customers, mean: learned.spend.mean },
    subscriptions: learned.subscriptions,
    second: second && {
      use: second.use,
      orders: second.orders,
      repeated: second.repeated,
      auc: second.trial?.waiting.traits.auc ?? null,
    },
    inside: trust.inside,
    means: meansOf(trust).map(labelled),
    cuts: trust.cuts.map(({ models, inside, ...cut }) => ({
      ...cut,
      low: models.shipped.low,
      high: models.shipped.high,
      isInside: inside,
      models: Object.entries(models).map(([name, { total, bias, mae, rmse, brier, auc }]) =>
        labelled({ name, total, bias, mae, rmse, brier, auc }),
      ),
    })),
  }
}

/** Means over the cuts where something came, least bias first. */
function meansOf({ cuts, meanBias }: Trust) {
  const judged = cuts.filter(({ actual }) => actual > 0)
  if (judged.length === 0) return []
  const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(values.length, 1)
  return Object.entries(meanBias)
    .map(([name, bias]) => {
      const own = judged.map(({ models }) => models[name as keyof typeof models])
      const areas = own.flatMap(({ auc }) => (auc === null ? [] : [auc]))
      return {
        name,
        bias,
        mae: mean(own.map(({ mae }) => mae)),
        brier: mean(own.map(({ brier }) => brier)),
        auc: areas.length === 0 ? null : mean(areas),
      }
    })
    .sort((a, b) => a.bias - b.bias)
}

/** What is expected of a customer the actor may see. */
export async function outlookOf(ctx: Asking, customerId: number) {
  await requireCustomer(ctx.db, ctx.actor, customerId)
  const run = await readRun(ctx.db)
  if (!run) return { run: null, outlook: null }
  const row = await readOutlook(ctx.db, customerId)
  const { discountPerYear, learned } = run
  return {
    run: { ...runOf(run), discountPerYear, intervalShare: share, small: smallOf(learned) },
    outlook: row ? shown(row) : null,
  }
}

function shown({ purchases, values, lows, highs, ...row }: OutlookRow) {
  return {
    ...row,
    alive: row.alive / 1000,
    churn: row.churn / 1000,
    churnBand: churnBands.find(({ to }) => row.churn <= to)?.key ?? 'high',
    buys30: row.buys30 / 1000,
    buys90: row.buys90 / 1000,
    purchasesLow: row.purchasesLow / 1000,
    purchasesHigh: row.purchasesHigh / 1000,
    ahead: horizons.map((days, h) => ({
      days,
      purchases: (purchases[h] as number) / 1000,
      value: values[h] as number,
      low: lows[h] as number,
      high: highs[h] as number,
    })),
  }
}
