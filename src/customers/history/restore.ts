import { Refusal } from '../../platform/http/refusal.ts'
import { bringBackContact, changeContact, contactPoints, removeContact } from '../contacts/actions.ts'
import { notes, preferences } from '../memory/parts.ts'
import { tag, untag } from '../memory/tags.ts'
import { changeCustomer } from '../profile/actions.ts'
import { type Fields, former } from './change.ts'
import { addPart, changePart, readPart, removePart, type Writing } from './part.ts'
import { type ChangeRow, findChange, lastVersion } from './store.ts'

const parts = { note: notes, preference: preferences, 'contact-point': contactPoints }

type OwnSubject = Exclude<ChangeRow['subject'], 'order' | 'subscription'>

/**
 * Orders and subscriptions go on by their own steps; before a customer's first version there was nobody; the fields of a
 * merged record are not shown while it is part of another.
 */
export function isRestorable(change: ChangeRow): change is ChangeRow & { subject: OwnSubject } {
  if (change.subject === 'order' || change.subject === 'subscription') return false
  return change.subject !== 'customer' || (change.version !== 1 && change.recordId === null)
}

/** Gives the fields of a change their values from before it. What came is removed, what went comes back. */
export async function restore(
  ctx: Writing,
  customerId: number,
  changeId: number,
  fields: string[] | undefined,
): Promise<string[]> {
  const change = await findChange(ctx.db, customerId, changeId)
  if (!change) throw new Refusal('not-found')
  const values = former(change.diff, fields)
  const restored = Object.keys(values)
  if (fields?.some((field) => !restored.includes(field))) {
    throw new Refusal('invalid-request', {}, [{ field: 'fields', code: 'not-a-choice' }])
  }
  const writing: Writing = { db: ctx.db, now: ctx.now, actor: ctx.actor, via: 'restore' }
  if (!isRestorable(change)) throw new Refusal('invalid-request', {}, [{ field: 'id', code: 'not-restorable' }])
  if (change.subject === 'customer') await restoreProfile(writing, customerId, values)
  else if (change.subject === 'tag') await restoreTag(writing, customerId, change)
  else await restorePart(writing, customerId, change, change.subject, values, fields !== undefined)
  return restored
}

async function restoreProfile(writing: Writing, customerId: number, values: Fields): Promise<void> {
  const isAttribute = (field: string) => field.startsWith('attributes.')
  const entries = Object.entries(values)
  const attributes = entries.filter(([field]) => isAttribute(field)).map(([field, value]) => [field.slice(11), value])
  const own = entries.filter(([field]) => !isAttribute(field))
  await changeCustomer(writing, customerId, {
    change: { ...Object.fromEntries(own), attributes: Object.fromEntries(attributes) },
  })
}

async function restoreTag(writing: Writing, customerId: number, change: ChangeRow): Promise<void> {
  const wasThere = change.diff.tag?.[0] !== null
  await (wasThere ? tag : untag)(writing, customerId, change.subjectId ?? 0)
}

async function restorePart(
  writing: Writing,
  customerId: number,
  change: ChangeRow,
  subject: keyof typeof parts,
  values: Fields,
  isPicked: boolean,
): Promise<void> {
  const part = parts[subject]
  const id = change.subjectId ?? 0
  const isContact = subject === 'contact-point'
  const [before, after] = change.diff[part.essential] ?? []
  const isThere = (await readPart(writing.db, part, customerId, id)) !== undefined
  if ((before === null || after === null) && isPicked) {
    throw new Refusal('invalid-request', {}, [{ field: 'fields', code: 'comes-as-a-whole' }])
  }
  if (before === null) {
    if (!isThere) throw new Refusal('already-done')
    await (isContact ? removeContact(writing, customerId, id) : removePart(writing, part, customerId, id))
  } else if (after === null) {
    if (isThere) throw new Refusal('already-done')
    const { createdAt, ...fields } = values
    const version = (await lastVersion(writing.db, { customerId, subject, subjectId: id })) + 1
    const once = { id, recordId: change.recordId, version, createdAt: String(createdAt) }
    await (isContact
      ? bringBackContact(writing, customerId, fields, once)
      : addPart(writing, part, customerId, fields, once))
  } else {
    if (!isThere) throw new Refusal('gone')
    await (isContact
      ? changeContact(writing, customerId, id, { change: values })
      : changePart(writing, part, customerId, id, { change: values }))
  }
}
