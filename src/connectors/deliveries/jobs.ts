import { announcedChannel } from '../../platform/announce.ts'
import { type Job, job } from '../../platform/jobs/jobs.ts'
import { deliver, startDeliveries } from './deliver.ts'
import { forgetDeliveries } from './store.ts'

const keptMilliseconds = 30 * 86_400_000

export const jobs: Job[] = [
  job('connectors.start-deliveries', startDeliveries, { atStart: true, onNotice: announcedChannel }),
  job('connectors.deliver', deliver, { concurrency: 4 }),
  job('connectors.forget-deliveries', (ctx) =>
    forgetDeliveries(ctx.pool, new Date(ctx.now.getTime() - keptMilliseconds)),
  ),
]
