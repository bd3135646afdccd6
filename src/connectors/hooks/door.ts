import type { Context } from '../../platform/context.ts'
import { one, sql, transaction } from '../../platform/db/db.ts'
import type { Door, DoorReply } from '../../platform/http/door.ts'
import { type Connection, connectionKeyed, noteArrivals, noteTrouble, readSecrets } from '../connections/store.ts'
import type { Sender } from './sender.ts'
import { keepMessage } from './store.ts'

const megabyte = 1_048_576

/**
 * Where shops and other systems send to. Nothing is believed before the signature over the very bytes holds; what holds is
 * written down before it is answered and taken in afterwards, so that a sender never waits for us and nothing
 * acknowledged is lost. Why something is refused is told to people here, never to who sent it.
 */
export function hookDoor(senders: readonly Sender[]): Door {
  return {
    method: 'POST',
    path: '/hooks/:key',
    mostBytes: megabyte,
    async admit(ctx, { params, headers }) {
      const found = await findSender(ctx, senders, params.key ?? '')
      if (!found) return { status: 404 }
      const objection = found.sender.objects(headers, found.connection, ctx.now)
      return objection === undefined ? undefined : refuse(ctx, found.connection, objection)
    },
    async handle(ctx, { params, headers, body }) {
      const found = await findSender(ctx, senders, params.key ?? '')
      if (!found) return { status: 404 }
      const { sender, connection } = found
      const secrets = (await readSecrets(ctx, sender.kind, connection.id)) as Record<string, string>
      if (!sender.isSigned(headers, body, secrets, ctx.now)) return refuse(ctx, connection, 'bad-signature')
      const named = sender.name(headers, body, ctx.now)
      await transaction(ctx.pool, async (tx) => {
        const isNew = await keepMessage(tx, {
          connectionId: connection.id,
          messageId: named.messageId.slice(0, 200),
          topic: named.topic.slice(0, 100),
          body,
          now: ctx.now,
        })
        await noteArrivals(tx, connection.id, ctx.now, { received: 1, duplicate: isNew ? 0 : 1 })
        if (isNew) await takeInSoon(ctx, tx, connection.id)
      })
      return { status: 200 }
    },
  }
}

export async function takeInSoon(
  ctx: Pick<Context, 'jobs'>,
  db: Parameters<Context['jobs']['enqueue']>[0],
  id: number,
) {
  await ctx.jobs.enqueue(db, 'connectors.inbox', { connectionId: id }, { singletonKey: `inbox ${id}` })
}

async function findSender(
  ctx: Context,
  senders: readonly Sender[],
  key: string,
): Promise<{ sender: Sender; connection: Connection } | undefined> {
  const row = await one<{ kind: string }>(ctx.pool, sql`select kind from connections where key = ${key} and is_active`)
  const sender = senders.find(({ kind }) => kind.name === row?.kind)
  const connection = sender && (await connectionKeyed(ctx.pool, sender.kind, key))
  return connection && { sender, connection }
}

async function refuse(ctx: Context, connection: Connection, code: string): Promise<DoorReply> {
  await noteTrouble(ctx.pool, connection.id, ctx.now, { code })
  return { status: 401 }
}
