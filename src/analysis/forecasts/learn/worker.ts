import { threadBody } from '../../../platform/jobs/thread.ts'
import { learnForecasts } from './learn.ts'

await threadBody(learnForecasts)
