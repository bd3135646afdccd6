import * as z from 'zod'
import { kind } from '../connections/kind.ts'
import { newSecret } from './signature.ts'
import { topics } from './topics.ts'

/** How long a replaced secret still signs, so that a receiver can change over without a gap. */
const overlapMilliseconds = 24 * 3_600_000

/** Webhooks out: what happens here is told to an address of another system. */
export const webhookOut = kind({
  name: 'webhook-out',
  settings: z.strictObject({
    url: z.string().trim().min(1).max(2000),
    topics: z
      .array(z.enum(topics))
      .min(1)
      .refine((chosen) => new Set(chosen).size === chosen.length),
    /** names and contact points come along; otherwise ids only */
    withContacts: z.boolean().default(false),
    /** also what comes in from files */
    withFiles: z.boolean().default(false),
  }),
  secrets: z.strictObject({
    signing: z.string().startsWith('whsec_'),
    former: z.string().optional(),
    formerUntil: z.string().optional(),
  }),
  makeSecrets: () => ({ signing: newSecret() }),
  keepFormer: ({ signing }, now) => ({
    former: signing,
    formerUntil: new Date(now.getTime() + overlapMilliseconds).toISOString(),
  }),
  addresses: ({ url }) => ({ url }),
})
