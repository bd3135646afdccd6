import * as z from 'zod'
import { kind } from '../connections/kind.ts'

export const shopifyKind = kind({
  name: 'shopify',
  settings: z.strictObject({
    /** the shop's own address, never the one customers see */
    shop: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/),
    /** whether what changed is fetched too, for what never came */
    pulls: z.boolean().default(false),
    version: z
      .string()
      .regex(/^20\d\d-(01|04|07|10)$/)
      .default('2026-07'),
  }),
  secrets: z.strictObject({
    /** what webhooks are signed with; empty: Shopify shows it only once there is a webhook, and nothing is received until then */
    secret: z.string().trim().min(8).max(200).or(z.literal('')).default(''),
    /** of the Admin API; empty: nothing is fetched */
    token: z.string().trim().max(300).default(''),
  }),
  tellsSecretsTo: ({ shop }) => shop,
  source: { code: 'shopify', name: 'Shopify' },
})
