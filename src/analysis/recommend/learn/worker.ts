import { threadBody } from '../../../platform/jobs/thread.ts'
import { learnShop } from './learn.ts'

await threadBody(learnShop)
