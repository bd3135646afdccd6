import type { Merging } from '../../customers/index.ts'
import { type Job, job } from '../../platform/jobs/jobs.ts'
import { lineDoor } from '../line/door.ts'
import { takeEvents } from '../line/take-events.ts'
import { pull, pullAll } from '../pulls/pull.ts'
import { hookDoor } from './door.ts'
import { pullers, senders } from './senders.ts'
import { forgetMessages } from './store.ts'
import { resumeInbox, takeMessages } from './take-messages.ts'

const keptDays = 30

/** `merging`: what takes part when a LINE account is joined to a member. */
export const hookJobs = (merging: Merging): Job[] => [
  job<{ connectionId: number }>('connectors.inbox', async (ctx, { connectionId }) => {
    await takeMessages(ctx, senders, connectionId)
    await takeEvents(ctx, merging, connectionId)
  }),
  job('connectors.resume-inbox', resumeInbox, { atStart: true }),
  job<{ connectionId: number }>('connectors.pull', (ctx, { connectionId }) => pull(ctx, pullers, connectionId)),
  job('connectors.pull-all', (ctx) => pullAll(ctx, pullers)),
  job('connectors.forget-messages', (ctx) =>
    forgetMessages(ctx.pool, new Date(ctx.now.getTime() - keptDays * 86_400_000)),
  ),
]

export const doors = [hookDoor(senders), lineDoor]
