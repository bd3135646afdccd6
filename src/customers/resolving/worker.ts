import { progressRun } from '../../platform/jobs/runs.ts'
import { threadBody } from '../../platform/jobs/thread.ts'
import { matchEveryone, type WholeOptions } from './whole.ts'

export type WholeTask = Pick<WholeOptions, 'learns' | 'staffId'> & { runId?: number | undefined }

await threadBody((ctx, { runId, ...task }: WholeTask) =>
  matchEveryone(ctx, {
    ...task,
    ...(runId !== undefined && { onProgress: (step, steps) => progressRun(ctx.pool, runId, step, steps) }),
  }),
)
