import { threadBody } from '../../../platform/jobs/thread.ts'
import { learnFans } from './learn.ts'

await threadBody(learnFans)
