import { job } from '../../platform/jobs/jobs.ts'
import { forgetUnconfirmed } from './answers/store.ts'
import { takeAnswer, takeUntaken } from './answers/take.ts'
import { forgetPaces } from './pace.ts'

export const formJobs = [
  job<{ id: number }>('connectors.take-answer', (ctx, { id }) => takeAnswer(ctx, id)),
  job('connectors.take-answers', takeUntaken),
  job('connectors.forget-answers', async ({ pool, now }) => {
    await forgetUnconfirmed(pool, now)
    await forgetPaces(pool, now)
  }),
]
