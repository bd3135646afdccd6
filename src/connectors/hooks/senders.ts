import { eccubePuller } from '../eccube/puller.ts'
import { eccubeSender } from '../eccube/sender.ts'
import type { Puller } from '../pulls/puller.ts'
import { shopifyPuller } from '../shopify/puller.ts'
import { shopifySender } from '../shopify/sender.ts'
import { webhookSender } from '../webhook/sender.ts'
import type { Sender } from './sender.ts'

export const senders: readonly Sender[] = [webhookSender, shopifySender, eccubeSender]
export const pullers: readonly Puller[] = [shopifyPuller, eccubePuller]
