import { type Job, job } from '../../platform/jobs/jobs.ts'
import { forgetOldImports } from './actions.ts'
import { runImport } from './run.ts'
import { undoImport } from './undo.ts'

export const jobs: Job[] = [
  job<{ id: number }>('connectors.import', (ctx, { id }) => runImport(ctx, id)),
  job<{ id: number }>('connectors.undo-import', (ctx, { id }) => undoImport(ctx, id)),
  job('connectors.forget-imports', forgetOldImports),
]
