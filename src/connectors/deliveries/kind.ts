import * as z from 'zod'
import { kind } from '../connections/kind.ts'
import { webhookOutSettings } from './contract.ts'
import { newSecret } from './signature.ts'

/** How long a replaced secret still signs, so that a receiver can change over without a gap. */
const overlapMilliseconds = 24 * 3_600_000

/** Webhooks out: what happens here is told to an address of another system. */
export const webhookOut = kind({
  name: 'webhook-out',
  settings: webhookOutSettings,
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
