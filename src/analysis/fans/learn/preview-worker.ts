import { threadBody } from '../../../platform/jobs/thread.ts'
import { previewFans } from './preview.ts'

await threadBody(previewFans)
