import { type Db, one, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { viaOf, type Writing } from '../history/part.ts'
import { insertChange } from '../history/store.ts'
import { hideDoubles } from '../merging/hide.ts'

async function tagName(db: Db, id: number): Promise<string> {
  const tag = await one<{ name: string }>(db, sql`select name from tags where id = ${id}`)
  if (!tag) throw new Refusal('not-found')
  return tag.name
}

export async function tag(writing: Writing, customerId: number, tagId: number): Promise<void> {
  const { db, now, actor } = writing
  const name = await tagName(db, tagId)
  const { rowCount } = await db.query(
    sql`insert into customer_tags (customer_id, tag_id, created_at, staff_id)
        values (${customerId}, ${tagId}, ${now}, ${actor.staffId}) on conflict do nothing`,
  )
  if (rowCount === 1) await recordTag(writing, { customerId, recordId: null }, tagId, [null, name])
}

export async function untag(writing: Writing, customerId: number, tagId: number): Promise<void> {
  const name = await tagName(writing.db, tagId)
  const gone = await one<{ customerId: number; recordId: number | null }>(
    writing.db,
    sql`delete from customer_tags where customer_id = ${customerId} and tag_id = ${tagId}
        returning customer_id as "customerId", record_id as "recordId"`,
  )
  if (!gone) return
  await hideDoubles(writing.db, [customerId], 'customer_tags', [String(tagId)])
  await recordTag(writing, gone, tagId, [name, null])
}

async function recordTag(
  writing: Writing,
  whose: { customerId: number; recordId: number | null },
  subjectId: number,
  name: [string | null, string | null],
): Promise<void> {
  await insertChange(writing.db, writing.now, writing.actor, {
    ...whose,
    subject: 'tag',
    subjectId,
    version: null,
    diff: { tag: name },
    via: viaOf(writing),
  })
}
