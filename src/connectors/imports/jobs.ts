import { type Job, job } from '../../platform/jobs/jobs.ts'
import { forgetOldImports } from './actions.ts'
import { resumeImports, runNextImport } from './turn.ts'
import { undoImport } from './undo.ts'

export const jobs: Job[] = [
  job('connectors.import', runNextImport),
  job<{ id: number }>('connectors.undo-import', (ctx, { id }) => undoImport(ctx, id)),
  job('connectors.resume', resumeImports, { atStart: true }),
  job('connectors.forget-imports', forgetOldImports),
]
