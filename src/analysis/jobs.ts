import { job } from '../platform/jobs/jobs.ts'
import { doRanking, freshenRanking } from './actions.ts'
import { doRecount } from './cohorts/actions.ts'
import { doLearning, type LearningJob } from './learning.ts'

export const jobs = [
  job('analysis.rank', (ctx, { runId }: { runId: number }) => doRanking(ctx, runId)),
  job('analysis.freshen', (ctx, { manyOrders }: { manyOrders?: boolean }) => freshenRanking(ctx, manyOrders)),
  job('analysis.cohorts', (ctx, { runId }: { runId: number }) => doRecount(ctx, runId)),
  job('analysis.learn', (ctx, asked: LearningJob) => doLearning(ctx, asked)),
]
