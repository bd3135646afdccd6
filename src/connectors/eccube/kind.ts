import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { kind } from '../connections/kind.ts'

export const eccubeKind = kind({
  name: 'eccube',
  settings: z.strictObject({
    /** where the shop is, with its folder if it stands in one */
    shop: z
      .url({ protocol: /^https?$/ })
      .max(200)
      .transform((address) => address.replace(/\/+$/, '')),
    /** where its administration is below that */
    admin: z
      .string()
      .regex(/^[\w-]{1,60}$/)
      .default('admin'),
    clientId: z.string().trim().max(200).default(''),
    pulls: z.boolean().default(false),
  }),
  secrets: z.strictObject({
    /** what messages are signed with; made here, to be pasted there */
    signing: z.string().min(16).max(200),
    clientSecret: z.string().trim().max(300).default(''),
    accessToken: z.string().max(10_000).default(''),
    accessUntil: z.string().max(40).default(''),
    refreshToken: z.string().max(10_000).default(''),
  }),
  makeSecrets: () => ({ signing: randomBytes(24).toString('base64url') }),
  addresses: ({ shop }) => ({ shop }),
  tellsSecretsTo: ({ shop }) => new URL(shop).origin,
  source: { code: 'eccube', name: 'EC-CUBE' },
})
