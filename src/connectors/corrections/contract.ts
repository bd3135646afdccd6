import * as z from 'zod'
import { endpoint, id, idParams, pageQuery } from '../../platform/http/contract.ts'
import { importRow } from '../imports/contract.ts'

/** `ready`: corrected, and nothing more is found wrong; `under-way`: being taken in just now */
export const rowStates = ['open', 'ready', 'under-way', 'taken'] as const

const problem = z.object({
  field: z.string(),
  code: z.string(),
  /** the columns to correct; none when another row of the order has the problem */
  columns: z.array(z.string()),
})

export const rejectedRow = z.object({
  /** as a spreadsheet numbers it */
  row: z.number().int(),
  state: z.enum(rowStates),
  /** the columns that mean something: as they stand in the file, and what was written over them */
  cells: z.array(
    z.object({ column: z.string(), field: z.string(), text: z.string(), corrected: z.string().nullable() }),
  ),
  problems: z.array(problem),
  /** other open rows that were rejected for the same text in this column */
  alike: z.object({ column: z.string(), rows: z.number().int() }).nullable(),
  /** the import that took it in */
  takenBy: z.number().int().nullable(),
})
export type RejectedRow = z.output<typeof rejectedRow>

export const listRejectedRows = endpoint({
  method: 'GET',
  path: '/api/imports/:id/rejected-rows',
  access: 'imports.write',
  summary: 'Rows that were not taken in, cell by cell, with what is wrong and what was corrected',
  params: idParams,
  query: z.strictObject({
    ...pageQuery,
    /** leave out rows that have been taken in since */
    show: z.enum(['open', 'all']).default('open'),
    field: z.string().max(60).optional(),
    code: z.string().max(60).optional(),
  }),
  reply: z.object({
    items: z.array(rejectedRow),
    /** rows that match before the first one here, and all of them */
    before: z.number().int(),
    total: z.number().int(),
    next: z.string().nullable(),
    /** null: this is the first page */
    previous: z.string().nullable(),
  }),
})

export const rejectionSummary = endpoint({
  method: 'GET',
  path: '/api/imports/:id/corrections',
  access: 'imports.read',
  summary: 'How many rejected rows are open, ready or taken in by now, and the imports that took them in',
  params: idParams,
  reply: z.object({
    /** corrected in place only while the file is kept: 30 days */
    isOpen: z.boolean(),
    rows: z.object({ open: z.number().int(), ready: z.number().int(), taken: z.number().int() }),
    /** by what repairs them, all that were rejected and those still open */
    reasons: z.array(z.object({ field: z.string(), code: z.string(), rows: z.number().int(), open: z.number().int() })),
    imports: z.array(importRow),
  }),
})

const text = z.string().max(10_000)

export const correctRow = endpoint({
  method: 'PUT',
  path: '/api/imports/:id/rejected-rows/:row',
  access: 'imports.write',
  summary:
    'Keep corrected cells of a rejected row (all of them; none takes the correction back); nothing is taken in yet',
  params: z.strictObject({ id, row: id }),
  body: z.strictObject({ cells: z.record(z.string().max(500), text) }),
  reply: rejectedRow,
})

export const correctAlike = endpoint({
  method: 'POST',
  path: '/api/imports/:id/rejected-rows/:row/alike',
  access: 'imports.write',
  summary: 'Write the same text over a column of every open row that was rejected for the same text and reason',
  params: z.strictObject({ id, row: id }),
  body: z.strictObject({ column: z.string().max(500), text }),
  reply: z.object({ rows: z.number().int() }),
})

export const takeCorrectedIn = endpoint({
  method: 'POST',
  path: '/api/imports/:id/corrections',
  access: 'imports.write',
  summary: 'Take the corrected rows in, as an import of its own in the background that can be undone',
  params: idParams,
  reply: importRow,
})
