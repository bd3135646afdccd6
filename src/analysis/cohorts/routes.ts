import { route } from '../../platform/http/route.ts'
import { wholeCompany } from '../whole-company.ts'
import { putCost, queueRecount } from './actions.ts'
import { exploreCohorts, repeatOf } from './answer/explorer.ts'
import { listRuns, readCosts, readRun } from './answer/store.ts'
import { acquisitionOf, curvesOf } from './answer/values.ts'
import * as contract from './contract.ts'

export const routes = [
  route(contract.listCohortDays, async (ctx) => ({ items: await listRuns(ctx.db) })),
  route(contract.recountCohorts, async (ctx, { body }) => {
    wholeCompany(ctx.actor)
    return { jobId: await queueRecount(ctx, body.asOf) }
  }),
  route(contract.getCohorts, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    const run = await readRun(ctx.db, query.asOf)
    return { cohorts: run ? await exploreCohorts(ctx.db, run, query) : null }
  }),
  route(contract.getRepeat, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    const run = await readRun(ctx.db, query.asOf)
    return { repeat: run ? await repeatOf(ctx.db, run, query) : null }
  }),
  route(contract.getCurves, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    const run = await readRun(ctx.db, query.asOf)
    return { curves: run ? await curvesOf(ctx.db, run, query) : null }
  }),
  route(contract.getAcquisition, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    const run = await readRun(ctx.db, query.asOf)
    return { acquisition: run ? await acquisitionOf(ctx.db, run, query) : null }
  }),
  route(contract.listAcquisitionCosts, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    return { items: await readCosts(ctx.db, query.from, query.to) }
  }),
  route(contract.putAcquisitionCost, async (ctx, { body }) => {
    wholeCompany(ctx.actor)
    return { item: await putCost(ctx, body) }
  }),
]
