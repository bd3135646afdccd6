import { forgetOldKeys } from '../http/idempotency.ts'
import { job } from './jobs.ts'

export const platformJobs = [job('platform.sweep', (ctx) => forgetOldKeys(ctx.pool, ctx.now))]
