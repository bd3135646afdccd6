import * as z from 'zod'
import { at, endpoint, id, pageQuery } from '../../platform/http/contract.ts'

/** One thing that happened. `data` depends on the kind; orders: { customerId, id, number, status, total, … }. */
export const timelineEntry = z.object({
  /** unique within a customer's timeline, stable: `order:12` */
  key: z.string(),
  kind: z.string(),
  at,
  staffId: z.number().int().nullable(),
  staffName: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type TimelineEntryReply = z.output<typeof timelineEntry>

export const getTimeline = endpoint({
  method: 'GET',
  path: '/api/customers/:id/timeline',
  access: 'customers.read',
  summary: 'What happened with a customer, newest first, from every room; how many of each kind on the first page',
  params: z.strictObject({ id }),
  query: z.strictObject({
    ...pageQuery,
    /** kinds separated by commas; all when left out */
    kinds: z
      .string()
      .max(500)
      .transform((text) => text.split(',').filter(Boolean))
      .optional(),
    /** start at the end of this day (company's zone) instead of now */
    until: z.iso.date().optional(),
  }),
  reply: z.object({
    items: z.array(timelineEntry),
    next: z.string().nullable(),
    /** kind → how many; only on the first page */
    counts: z.record(z.string(), z.number().int()).nullable(),
  }),
})
