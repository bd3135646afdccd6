import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type ContactKind, contactKey, postcodeKey } from '../fold.ts'
import type { Fields } from '../history/change.ts'
import { addPart, changePart, type Former, type Part, readPart, removePart, type Writing } from '../history/part.ts'
import type { ContactChange } from './contract.ts'

export const contactPoints: Part = {
  subject: 'contact-point',
  table: 'contact_points',
  essential: 'kind',
  needs: 'contacts.read',
  columns: {
    kind: 'kind',
    value: 'value',
    label: 'label',
    postcode: 'postcode',
    prefecture: 'prefecture',
    address1: 'address1',
    address2: 'address2',
    isPrimary: 'is_primary',
    status: 'status',
    sourceId: 'source_id',
  },
  sameness: ({ kind, value }) => `${kind}:${contactKey(kind as ContactKind, String(value))}`,
  derive: (fields) => ({ key: contactKey(fields.kind as ContactKind, String(fields.value)) }),
}

/** An address is its parts; the line people read is made from them. */
function spelled(kind: ContactKind, sent: ContactChange, current: Fields): Fields {
  const change: Fields = { ...sent }
  if (kind !== 'address') {
    for (const part of ['postcode', 'prefecture', 'address1', 'address2']) delete change[part]
    return change
  }
  delete change.value
  if (typeof change.postcode === 'string') change.postcode = postcodeKey(change.postcode)
  const all = { ...current, ...change }
  const value = [all.prefecture, all.address1, all.address2].filter(Boolean).join('')
  return value === (current.value ?? '') ? change : { ...change, value }
}

function checkValue(kind: ContactKind, value: string): void {
  const key = contactKey(kind, value)
  const fits = kind === 'email' ? /^[^@]+@[^@]+$/.test(key) : kind === 'phone' ? /^\+?\d{3,15}$/.test(key) : key !== ''
  if (!fits)
    throw new Refusal('invalid-request', {}, [
      { field: kind === 'address' ? 'address1' : 'value', code: 'wrong-format' },
    ])
}

export async function addContact(
  writing: Writing,
  customerId: number,
  sent: ContactChange & { kind: ContactKind },
  sourceId: number,
): Promise<{ id: number; version: number }> {
  const { kind, ...rest } = sent
  const fields = {
    label: '',
    status: 'unknown',
    isPrimary: false,
    value: '',
    ...spelled(kind, rest, {}),
    kind,
    sourceId,
  }
  checkValue(kind, fields.value)
  await refuseDouble(writing.db, customerId, kind, fields.value, 0)
  if (!(await primaryOf(writing.db, customerId, kind))) fields.isPrimary = true
  if (fields.isPrimary) await unseatPrimary(writing, customerId, kind, 0)
  return addPart(writing, contactPoints, customerId, fields)
}

export async function changeContact(
  writing: Writing,
  customerId: number,
  id: number,
  sent: { version?: number; change: ContactChange },
): Promise<{ version: number; merged: string[] }> {
  const current = await readPart(writing.db, contactPoints, customerId, id)
  if (!current) throw new Refusal('not-found')
  const kind = current.fields.kind as ContactKind
  const change = spelled(kind, sent.change, current.fields)
  if (typeof change.value === 'string') {
    checkValue(kind, change.value)
    await refuseDouble(writing.db, customerId, kind, change.value, id)
  }
  if (change.isPrimary === false && current.fields.isPrimary === true) {
    throw new Refusal('invalid-request', {}, [{ field: 'isPrimary', code: 'needs-a-primary' }])
  }
  const changed = await changePart(writing, contactPoints, customerId, id, { ...sent, change })
  if (changed.diff.isPrimary) await unseatPrimary(writing, customerId, kind, id)
  return changed
}

/** When the primary goes, the oldest that can be used takes its place. */
export async function removeContact(writing: Writing, customerId: number, id: number): Promise<void> {
  const gone = await removePart(writing, contactPoints, customerId, id)
  if (gone.isPrimary !== true) return
  const heir = await one<{ id: number }>(
    writing.db,
    sql`select id from contact_points where customer_id = ${customerId} and kind = ${gone.kind}
        order by status in ('unreachable', 'wrong'), id limit 1`,
  )
  if (heir) await changePart(writing, contactPoints, customerId, heir.id, { change: { isPrimary: true } })
}

/** Brings a removed contact point back with its id; a primary that took its place keeps it. */
export async function bringBackContact(
  writing: Writing,
  customerId: number,
  fields: Fields,
  former: Former,
): Promise<void> {
  const kind = fields.kind as ContactKind
  await refuseDouble(writing.db, customerId, kind, String(fields.value), 0)
  const isPrimary = !(await primaryOf(writing.db, customerId, kind))
  await addPart(writing, contactPoints, customerId, { ...fields, label: fields.label ?? '', isPrimary }, former)
}

async function primaryOf(db: Db, customerId: number, kind: ContactKind): Promise<number | undefined> {
  const row = await one<{ id: number }>(
    db,
    sql`select id from contact_points where customer_id = ${customerId} and kind = ${kind} and is_primary`,
  )
  return row?.id
}

async function unseatPrimary(writing: Writing, customerId: number, kind: ContactKind, except: number): Promise<void> {
  const seated = await many<{ id: number }>(
    writing.db,
    sql`select id from contact_points
        where customer_id = ${customerId} and kind = ${kind} and is_primary and id <> ${except}`,
  )
  for (const { id } of seated) {
    await changePart(writing, contactPoints, customerId, id, { change: { isPrimary: false } })
  }
}

async function refuseDouble(
  db: Db,
  customerId: number,
  kind: ContactKind,
  value: string,
  except: number,
): Promise<void> {
  const double = await one(
    db,
    sql`select 1 from contact_points where customer_id = ${customerId} and kind = ${kind}
          and key = ${contactKey(kind, value)} and id <> ${except}`,
  )
  if (double) throw new Refusal('already-exists', {}, [{ field: 'value', code: 'already-exists' }])
}
