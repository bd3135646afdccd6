import { Refusal } from '../../platform/http/refusal.ts'
import { type Diff, differences, type Fields, merge } from '../history/change.ts'
import { viaOf, type Writing } from '../history/part.ts'
import { changesSince, insertChange } from '../history/store.ts'
import { checkAttributes, readDefinitions, writeAttributes } from './attributes.ts'
import type { ProfileChange } from './contract.ts'
import { blankProfile, insertCustomer, prefixed, profileColumns, readProfile, updateCustomer } from './store.ts'

/** Someone limited to stores makes customers of these stores; without one named, of the first. */
function storeOf(writing: Writing, sent: ProfileChange): ProfileChange {
  const { storeIds } = writing.actor
  if (storeIds === null) return sent
  const storeId = sent.storeId === undefined ? (storeIds[0] ?? null) : sent.storeId
  if (storeId === null || !storeIds.includes(storeId)) {
    throw new Refusal('invalid-request', {}, [{ field: 'storeId', code: 'not-a-choice' }])
  }
  return { ...sent, storeId }
}

/** By hand a record needs a name to be found by; what arrives by itself may know an address alone. */
export async function createCustomer(writing: Writing, sent: ProfileChange): Promise<{ id: number; version: number }> {
  const { db, now, actor } = writing
  const { attributes = {}, ...profile } = storeOf(writing, sent)
  const mayBeUnnamed = actor.staffId === null
  if (!mayBeUnnamed && !profile.familyName && !profile.givenName && !profile.companyName && !profile.familyKana) {
    throw new Refusal('invalid-request', {}, [{ field: 'familyName', code: 'required' }])
  }
  const fields = { ...blankProfile, ...profile }
  const definitions = await readDefinitions(db)
  checkAttributes(definitions, attributes)
  const id = await insertCustomer(db, now, fields)
  await writeAttributes(db, now, id, definitions, attributes)
  const diff = differences(blankProfile, { ...fields, ...prefixed(attributes) })
  await insertChange(db, now, actor, {
    customerId: id,
    subject: 'customer',
    subjectId: null,
    version: 1,
    diff,
    via: viaOf(writing),
  })
  return { id, version: 1 }
}

/** Changes fields of the record; without a version (restoring) what others did meanwhile does not matter. */
export async function changeCustomer(
  writing: Writing,
  customerId: number,
  sent: { version?: number; change: ProfileChange },
): Promise<{ version: number; merged: string[] }> {
  const { db, actor } = writing
  const current = await readProfile(db, actor, customerId)
  if (!current) throw new Refusal('not-found')
  const { attributes = {}, ...profile } =
    sent.change.storeId === undefined ? sent.change : storeOf(writing, sent.change)
  const definitions = await readDefinitions(db)
  checkAttributes(definitions, attributes)

  const record = { customerId, subject: 'customer' as const, subjectId: null }
  const since = await changesSince(db, record, sent.version ?? current.version, current.version)
  const { diff, conflicts } = merge({ ...profile, ...prefixed(attributes) }, current.fields, since)
  if (conflicts.length > 0) throw new Refusal('conflict', { version: current.version, fields: conflicts })
  const merged = [...since.fields.keys()]
  if (Object.keys(diff).length === 0) return { version: current.version, merged }
  return { version: await write(writing, customerId, current, diff), merged }
}

async function write(
  writing: Writing,
  customerId: number,
  current: { version: number; fields: Fields },
  diff: Diff,
): Promise<number> {
  const { db, now, actor } = writing
  const after = Object.fromEntries(Object.entries(diff).map(([field, [, value]]) => [field, value]))
  const version = current.version + 1
  const own = Object.fromEntries(Object.entries(after).filter(([field]) => field in profileColumns))
  await updateCustomer(db, now, customerId, own, { ...current.fields, ...own }, version)
  const attributes = Object.entries(after).filter(([field]) => field.startsWith('attributes.'))
  if (attributes.length > 0) {
    const values = Object.fromEntries(attributes.map(([field, value]) => [field.slice('attributes.'.length), value]))
    await writeAttributes(db, now, customerId, await readDefinitions(db), values)
  }
  await insertChange(db, now, actor, {
    customerId,
    subject: 'customer',
    subjectId: null,
    version,
    diff,
    via: viaOf(writing),
  })
  return version
}
