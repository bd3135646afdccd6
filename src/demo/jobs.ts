import { type Job, job } from '../platform/jobs/jobs.ts'
import { doLoading, sweepFiles, sweepJob } from './actions.ts'

export const jobs: Job[] = [
  job<{ runId: number }>('demo.load', (ctx, { runId }) => doLoading(ctx, runId)),
  job(sweepJob, sweepFiles),
]
