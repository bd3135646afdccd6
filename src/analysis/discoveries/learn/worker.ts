import { threadBody } from '../../../platform/jobs/thread.ts'
import { learnDiscoveries } from './learn.ts'

await threadBody(learnDiscoveries)
