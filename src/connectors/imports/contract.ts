import * as z from 'zod'
import { at, endpoint, idParams, pageOf, pageQuery } from '../../platform/http/contract.ts'
import { encodings } from '../files/encodings.ts'
import { fields, importKinds } from './field.ts'
import { mappingShape } from './mapping-shape.ts'
import { reasons } from './reasons.ts'

export type { ImportKind, OrderStatus } from './field.ts'
export { keepAsAttribute } from './field.ts'
export type { Mapping } from './mapping-shape.ts'
export { fields, importKinds, mappingShape, reasons }

export const importStatuses = [
  'received',
  'queued',
  'staging',
  'applying',
  'done',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const

const tally = z.object({ added: z.number(), updated: z.number(), unchanged: z.number() })
const format = z.union([
  z.object({
    type: z.literal('text'),
    encoding: z.enum(encodings),
    delimiter: z.enum([',', '\t', ';', '|']),
    headerRow: z.number().int(),
  }),
  z.object({ type: z.literal('xlsx'), sheet: z.string(), sheets: z.array(z.string()), headerRow: z.number().int() }),
])

export const importRow = z.object({
  id: z.number().int(),
  kind: z.enum(importKinds),
  source: z.object({ code: z.string(), name: z.string() }),
  fileName: z.string(),
  fileBytes: z.number(),
  format,
  preset: z.string().nullable(),
  status: z.enum(importStatuses),
  bytesRead: z.number(),
  rowsRead: z.number(),
  rowsRejected: z.number(),
  /** of those rejected, corrected and taken in since */
  rowsCorrected: z.number(),
  /** share done, 0 to 1, over reading and applying */
  progress: z.number(),
  secondsLeft: z.number().nullable(),
  counts: z.object({
    customers: tally,
    orders: tally.extend({ guests: z.number() }),
    products: tally,
    undone: z.object({ removed: z.number(), restored: z.number(), kept: z.number() }).nullable(),
  }),
  problem: z.record(z.string(), z.unknown()).nullable(),
  /** the import whose corrected rows it takes in; null: a file of its own */
  correctsId: z.number().int().nullable(),
  staffName: z.string().nullable(),
  createdAt: at,
  startedAt: at.nullable(),
  finishedAt: at.nullable(),
  undoneAt: at.nullable(),
  undoableUntil: at.nullable(),
})
export type ImportRow = z.output<typeof importRow>

export const listImports = endpoint({
  method: 'GET',
  path: '/api/imports',
  access: 'imports.read',
  summary: 'Files taken in, newest first',
  query: z.strictObject(pageQuery),
  reply: pageOf(importRow),
})

export const uploadImport = endpoint({
  method: 'POST',
  path: '/api/imports',
  access: 'imports.write',
  summary: 'Hand in a file (CSV, TSV or XLSX) as the body; it is looked at, nothing is taken in yet',
  raw: 'upload',
  query: z.strictObject({
    fileName: z.string().min(1).max(255),
    kind: z.enum(importKinds).optional(),
    source: z
      .string()
      .regex(/^[\w.-]{1,40}$/)
      .optional(),
  }),
  reply: importRow,
})

export const getImport = endpoint({
  method: 'GET',
  path: '/api/imports/:id',
  access: 'imports.read',
  summary: 'One import with its progress, counts and mapping',
  params: idParams,
  reply: importRow.extend({ mapping: mappingShape }),
})

export const preview = z.object({
  rawRows: z.array(z.array(z.string())),
  columns: z.array(
    z.object({
      name: z.string(),
      target: z.string().nullable(),
      filled: z.number().int(),
      samples: z.array(z.object({ raw: z.string(), read: z.string(), problem: z.string().nullable() })),
    }),
  ),
  rows: z.array(z.object({ number: z.number().int(), cells: z.array(z.string()) })),
  /** how many rows the totals and problems below are of */
  rowsLooked: z.number().int(),
  totals: z.object({
    orders: z.number(),
    lines: z.number(),
    customers: z.number(),
    guests: z.number(),
    products: z.number(),
  }),
  problems: z.array(
    z.object({
      field: z.string(),
      code: z.string(),
      count: z.number().int(),
      examples: z.array(z.object({ row: z.number().int(), value: z.string() })),
    }),
  ),
  missing: z.array(z.object({ code: z.string(), names: z.array(z.string()) })),
  unknownStatuses: z.array(z.object({ word: z.string(), count: z.number().int() })),
})

export const previewImport = endpoint({
  method: 'GET',
  path: '/api/imports/:id/preview',
  access: 'imports.read',
  summary: 'What the import would do, from the first 5,000 rows; nothing is written',
  params: idParams,
  reply: preview,
})

export const changeImportMapping = endpoint({
  method: 'PUT',
  path: '/api/imports/:id/mapping',
  access: 'imports.write',
  summary: 'Say how the file is read and what its columns mean; without a mapping one is suggested anew',
  params: idParams,
  body: z.strictObject({
    kind: z.enum(importKinds),
    source: z.string().regex(/^[\w.-]{1,40}$/),
    format: z.strictObject({
      encoding: z.enum(encodings).optional(),
      delimiter: z.enum([',', '\t', ';', '|']).optional(),
      sheet: z.string().max(100).optional(),
      headerRow: z.number().int().min(0).max(50),
    }),
    mapping: mappingShape.optional(),
  }),
  reply: importRow,
})

export const startImport = endpoint({
  method: 'POST',
  path: '/api/imports/:id/run',
  access: 'imports.write',
  summary: 'Take the file in, in the background; an interrupted import goes on where it stood',
  params: idParams,
  reply: importRow,
})

export const interruptImport = endpoint({
  method: 'DELETE',
  path: '/api/imports/:id/run',
  access: 'imports.write',
  summary: 'Interrupt an import after the chunk under way',
  params: idParams,
  reply: importRow,
})

export const discardImport = endpoint({
  method: 'DELETE',
  path: '/api/imports/:id',
  access: 'imports.write',
  summary: 'Throw away a file that was handed in and not taken in',
  params: idParams,
})

export const undoImport = endpoint({
  method: 'POST',
  path: '/api/imports/:id/undoing',
  access: 'imports.write',
  summary: 'Take an import back within 30 days; records changed since are left alone and counted',
  params: idParams,
  reply: importRow,
})

export const listRejections = endpoint({
  method: 'GET',
  path: '/api/imports/:id/rejections',
  access: 'imports.read',
  summary: 'Rows that were not taken in, grouped by field and reason',
  params: idParams,
  reply: z.object({
    items: z.array(z.object({ field: z.string(), code: z.string(), count: z.number(), firstRow: z.number() })),
  }),
})

export const downloadRejections = endpoint({
  method: 'GET',
  path: '/api/imports/:id/rejections.csv',
  access: 'imports.write',
  summary: 'The rows that were not taken in, as they were, with the reason: correct them and take the file in again',
  raw: 'download',
  params: idParams,
  query: z.strictObject({
    encoding: z.enum(['utf-8', 'cp932']).default('utf-8'),
    locale: z.enum(['ja', 'en']).default('ja'),
  }),
})
