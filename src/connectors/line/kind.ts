import * as z from 'zod'
import { kind } from '../connections/kind.ts'
import type { Connection } from '../connections/store.ts'
import { type LineSettings, lineSettings } from './contract.ts'

/** An official account of LINE, by the Messaging API. */
export const lineKind = kind({
  name: 'line',
  settings: lineSettings,
  secrets: z.strictObject({
    /** signs the webhooks */
    channelSecret: z
      .string()
      .trim()
      .regex(/^[0-9a-f]{32}$/),
    accessToken: z
      .string()
      .trim()
      .regex(/^[\w+/=.-]{20,2000}$/),
  }),
})
export type LineConnection = Connection<LineSettings>
