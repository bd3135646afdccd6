import type { Context } from '../../../platform/context.ts'
import { transaction } from '../../../platform/db/db.ts'
import { hashToken } from '../../../staff/index.ts'
import { type Answer, findByLink, lockAnswer, noteConfirmed } from './store.ts'

const isOver = (answer: Answer, now: Date) =>
  answer.state === 'awaiting' && (answer.linkExpiresAt === null || answer.linkExpiresAt <= now)

/** What stands behind a link; looking changes nothing. */
export async function answerBehind(ctx: Pick<Context, 'pool' | 'now'>, token: string): Promise<Answer | undefined> {
  const answer = await findByLink(ctx.pool, hashToken(token))
  return answer && !isOver(answer, ctx.now) ? answer : undefined
}

/** The button was pressed; pressed again it says the same. */
export async function confirmAnswer(ctx: Context, token: string): Promise<Answer | undefined> {
  return transaction(ctx.pool, async (tx) => {
    const answer = await lockAnswer(tx, { linkHash: hashToken(token) })
    if (!answer || isOver(answer, ctx.now)) return undefined
    if (answer.state === 'confirmed') return answer
    await noteConfirmed(tx, answer.id, ctx.now)
    await ctx.jobs.enqueue(tx, 'connectors.take-answer', { id: answer.id }, { singletonKey: `answer ${answer.id}` })
    return answer
  })
}
