import { webhookOut } from '../deliveries/kind.ts'
import { eccubeKind } from '../eccube/kind.ts'
import { siteKind } from '../ingest/site.ts'
import { lineKind } from '../line/kind.ts'
import { shopifyKind } from '../shopify/kind.ts'
import { watchedKinds } from '../watched/settings.ts'
import { webhookKind } from '../webhook/sender.ts'
import type { Kind } from './kind.ts'

/** Every kind of connection there is; each is described in a folder of its own. */
export const kinds: readonly Kind[] = [
  siteKind,
  webhookKind,
  eccubeKind,
  shopifyKind,
  lineKind,
  webhookOut,
  ...watchedKinds,
]
