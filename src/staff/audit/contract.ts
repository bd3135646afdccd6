import * as z from 'zod'
import { at, day, endpoint, pageOf, pageQuery } from '../../platform/http/contract.ts'

const entry = z.object({
  id: z.number().int(),
  at,
  staffId: z.number().int().nullable(),
  staffName: z.string().nullable(),
  apiKeyId: z.number().int().nullable(),
  apiKeyName: z.string().nullable(),
  /** verb in past tense: `signed-in`, `changed-role` */
  action: z.string(),
  subject: z.string(),
  subjectId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditRow = z.output<typeof entry>

const word = z.string().regex(/^[a-z][a-z-]{0,60}$/)

export const listAudit = endpoint({
  method: 'GET',
  path: '/api/audit',
  access: 'audit.read',
  summary: 'What was changed and read in bulk, newest first.',
  query: z.strictObject({
    ...pageQuery,
    staffId: z.coerce.number().int().positive().optional(),
    action: word.optional(),
    subject: word.optional(),
    /** days in the company's zone, both included */
    from: day.optional(),
    to: day.optional(),
  }),
  reply: pageOf(entry),
})

export const readAuditWords = endpoint({
  method: 'GET',
  path: '/api/audit/words',
  access: 'audit.read',
  summary: 'The actions and subjects that occur in the audit log, to filter by.',
  reply: z.object({ actions: z.array(z.string()), subjects: z.array(z.string()) }),
})
