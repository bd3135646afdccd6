import * as z from 'zod'
import { endpoint } from '../platform/http/contract.ts'
import { jobRun } from '../platform/jobs/contract.ts'

/** Kinds of things that must not be there when the demo shop is loaded beside nothing else. */
export const obstacles = [
  'customers',
  'orders',
  'products',
  'imports',
  'connections',
  'stores',
  'channels',
  'tags',
  'attributes',
] as const
export type Obstacle = (typeof obstacles)[number]

export const readDemo = endpoint({
  method: 'GET',
  path: '/api/demo',
  access: 'demo.write',
  summary: 'Whether the demo shop is in this installation, being loaded, or could be, and what stands in its way',
  reply: z.object({
    isLoaded: z.boolean(),
    obstacles: z.array(z.enum(obstacles)),
    customers: z.number().int(),
    /** the last loading; `done` of `total` counts per cent */
    loading: jobRun.nullable(),
  }),
})

export const loadDemo = endpoint({
  method: 'POST',
  path: '/api/demo',
  access: 'demo.write',
  summary: 'Load the demo shop into this installation, in the background; refused unless it is empty',
  body: z.strictObject({ customers: z.number().int().min(100).max(20_000).default(2_000) }),
  reply: z.object({ jobId: z.number().int() }),
})

export const emptyDemo = endpoint({
  method: 'POST',
  path: '/api/demo/emptying',
  access: 'demo.write',
  summary: 'Take the demo shop out, with all that was taken in or written since; people, company and rules stay',
  body: z.strictObject({
    /** the name of the company, typed: nobody empties an installation by a slip */
    companyName: z.string().max(200),
  }),
})
