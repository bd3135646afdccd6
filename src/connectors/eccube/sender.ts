import { createHash } from 'node:crypto'
import type * as z from 'zod'
import type { Connection } from '../connections/store.ts'
import { textAt } from '../hooks/paths.ts'
import { header, type Sender } from '../hooks/sender.ts'
import { isBodySigned } from '../hooks/signatures.ts'
import { eccubeKind } from './kind.ts'

type Shop = Connection<z.output<typeof eccubeKind.settings>>

/** Messages without an id or a time: the same within this many milliseconds is one. */
const sameWithin = 10_000

/**
 * Messages of EC-CUBE's Web API plugin name what changed, not how it is now: they let it be fetched. One that is sent again
 * lets it be fetched once more, which changes nothing.
 */
export const eccubeSender: Sender = {
  kind: eccubeKind,
  objects: (headers) => (header(headers, 'x-eccube-signature') === '' ? 'missing-signature' : undefined),
  isSigned: (headers, body, { signing = '' }) =>
    isBodySigned(signing, header(headers, 'x-eccube-signature'), 'hex', body),
  name(_headers, body, now) {
    const digest = createHash('sha256').update(body).digest('base64url')
    return { messageId: `${Math.floor(now.getTime() / sameWithin)} ${digest}`, topic: 'changes' }
  },
  read({ body }, connection) {
    const changes = Array.isArray(body) ? body : [body]
    const ours = changes.some((change) => ['order', 'customer', 'product'].includes(textAt(change, 'entity')))
    if (!ours) return { arrivals: [], ignored: 'unknown-topic' }
    const { pulls } = (connection as Shop).settings
    return { arrivals: [], ignored: pulls ? 'fetched-soon' : 'not-authorised', pull: pulls }
  },
}
