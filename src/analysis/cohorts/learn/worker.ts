import { threadBody } from '../../../platform/jobs/thread.ts'
import { learnCohorts } from './learn.ts'

await threadBody(learnCohorts)
