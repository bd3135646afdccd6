import { appendStatement } from '../../../consent/index.ts'
import {
  addContact,
  changeContact,
  changeCustomer,
  contactKey,
  createCustomer,
  emailKey,
  lockCustomer,
  misfit,
  readDefinitions,
  readProfile,
  type Writing,
} from '../../../customers/index.ts'
import { nobody } from '../../../platform/access.ts'
import { dayOf } from '../../../platform/calendar.ts'
import type { Context } from '../../../platform/context.ts'
import { many, one, sql, type Tx, transaction } from '../../../platform/db/db.ts'
import { noteArrivals, noteTrouble, settleTrouble } from '../../connections/store.ts'
import { type Form, findForm, shownDefinition } from '../store.ts'
import { isAnonymous, type Person, personIn } from './person.ts'
import { type Answer, lockAnswer, noteTaken } from './store.ts'

interface Whose {
  customerId: number
  /** of the records merged into this customer; null: its own */
  recordId: number | null
}

/**
 * Finds or makes the record an answer belongs to. Only exact rules: an address that the person has proven, now and before;
 * else what this form itself knows by the address; else a record of its own, which matching may propose to merge. Nobody can
 * write into somebody else's record by entering their address here.
 */
export async function takeAnswer(ctx: Context, id: number): Promise<void> {
  await transaction(ctx.pool, async (tx) => {
    const answer = await lockAnswer(tx, { id })
    if (!answer || answer.takenAt || answer.state === 'awaiting') return
    const form = await findForm(tx, { id: answer.formId })
    if (!form) return
    const person = personIn(await shownDefinition(tx, answer), answer.answers)
    const whose = isAnonymous(person, form.kind) ? null : await takePerson({ ...ctx, db: tx }, form, answer, person)
    await noteTaken(tx, ctx.now, answer, whose)
    await noteArrivals(tx, form.connectionId, ctx.now, { stored: 1, unknown: whose ? 0 : 1 })
  })
}

type Taking = Context & { db: Tx }

async function takePerson(ctx: Taking, form: Form, answer: Answer, person: Person): Promise<Whose> {
  const isProven = answer.state === 'confirmed'
  const key = person.email === null ? null : emailKey(person.email)
  // two answers with one address wait for each other, so that they find one record
  if (key) await ctx.db.query(sql`select pg_advisory_xact_lock(hashtextextended(${`person ${key}`}, 0))`)
  const found = key === null ? undefined : await findWhose(ctx.db, form, key, isProven)
  const whose = found ?? { customerId: await makeRecord(ctx, form, person), recordId: null }
  if (key) await keepReference(ctx.db, form, key, isProven, whose)
  if (found && isProven) await fillRecord(ctx, form, whose.customerId, person)
  if (!found || isProven) await addContacts(ctx, form, whose.customerId, person, isProven)
  if (isProven) await writeConsents(ctx, form, answer, whose)
  return whose
}

const external = (key: string, isProven: boolean) => `${isProven ? 'mailto' : 'claim'}:${key}`

async function findWhose(tx: Tx, form: Form, key: string, isProven: boolean): Promise<Whose | undefined> {
  if (isProven) {
    const proven = await many<Whose>(
      tx,
      sql`select customer_id as "customerId", min(record_id) as "recordId" from contact_points
          where key = ${key} and kind = 'email' and status = 'verified' group by customer_id limit 2`,
    )
    // an address that two people have proven tells neither
    if (proven.length === 1) return proven[0]
  }
  return one<Whose>(
    tx,
    sql`select customer_id as "customerId", record_id as "recordId" from customer_refs
        where external_id = ${external(key, isProven)} and source_id = ${form.sourceId}`,
  )
}

async function keepReference(tx: Tx, form: Form, key: string, isProven: boolean, whose: Whose): Promise<void> {
  await tx.query(
    sql`insert into customer_refs (external_id, source_id, customer_id, record_id)
        values (${external(key, isProven)}, ${form.sourceId}, ${whose.customerId}, ${whose.recordId})
        on conflict do nothing`,
  )
}

const writingOf = ({ db, now }: Taking): Writing => ({ db, now, actor: nobody })

async function makeRecord(ctx: Taking, form: Form, person: Person): Promise<number> {
  const registered = form.kind === 'sign-up' ? { registeredOn: dayOf(ctx.now, ctx.company.timeZone) } : {}
  const attributes = await fitting(ctx.db, person)
  const profile = person.profile as Parameters<typeof createCustomer>[1]
  return (await createCustomer(writingOf(ctx), { ...profile, ...registered, attributes })).id
}

/** Facts that the record has already stay; own attributes follow the newest answer of a proven person. */
async function fillRecord(ctx: Taking, form: Form, customerId: number, person: Person): Promise<void> {
  await lockCustomer(ctx.db, nobody, customerId)
  const current = await readProfile(ctx.db, nobody, customerId)
  if (!current) return
  const { familyName, givenName, familyKana, givenKana, birthOn, gender } = person.profile
  const isEmpty = (...fields: string[]) => fields.every((field) => (current.fields[field] ?? '') === '')
  const change = {
    ...(familyName !== undefined && isEmpty('familyName', 'givenName') ? { familyName, givenName } : {}),
    ...(familyKana !== undefined && isEmpty('familyKana', 'givenKana') ? { familyKana, givenKana } : {}),
    ...(birthOn !== undefined && isEmpty('birthOn') ? { birthOn } : {}),
    ...(gender !== undefined && isEmpty('gender') ? { gender } : {}),
    ...(form.kind === 'sign-up' && isEmpty('registeredOn')
      ? { registeredOn: dayOf(ctx.now, ctx.company.timeZone) }
      : {}),
    attributes: await fitting(ctx.db, person),
  }
  await changeCustomer(writingOf(ctx), customerId, { change: change as Parameters<typeof changeCustomer>[2]['change'] })
}

/** An attribute that was changed or taken away since stays in the answer alone. */
async function fitting(tx: Tx, { attributes }: Person): Promise<Person['attributes']> {
  const definitions = await readDefinitions(tx)
  const fits = ([key, value]: [string, string | number | boolean]) => {
    const definition = definitions.find((one) => one.key === key)
    return definition !== undefined && misfit(definition, value) === undefined
  }
  return Object.fromEntries(Object.entries(attributes).filter(fits))
}

async function addContacts(
  ctx: Taking,
  form: Form,
  customerId: number,
  person: Person,
  isProven: boolean,
): Promise<void> {
  const writing = writingOf(ctx)
  const standing = await many<{ id: number; kind: string; key: string; status: string }>(
    ctx.db,
    sql`select id, kind, key, status from contact_points where customer_id = ${customerId}`,
  )
  const there = (kind: 'email' | 'phone' | 'address', value: string) =>
    standing.find((one) => one.kind === kind && one.key === contactKey(kind, value))
  const { email, phone, address } = person
  if (email !== null) {
    const same = there('email', email)
    const status = isProven ? ('verified' as const) : ('unknown' as const)
    if (!same) await addContact(writing, customerId, { kind: 'email', value: email, status }, form.sourceId)
    else if (isProven && same.status !== 'verified') {
      await changeContact(writing, customerId, same.id, { change: { status } })
    }
  }
  if (phone !== null && !there('phone', phone)) {
    await addContact(writing, customerId, { kind: 'phone', value: phone }, form.sourceId)
  }
  const place = address ? `${address.prefecture}${address.address1}${address.address2}` : ''
  // of signs alone there is no address to find again
  if (address && contactKey('address', place) !== '' && !there('address', place)) {
    await addContact(writing, customerId, { kind: 'address', ...address }, form.sourceId)
  }
}

/** Said when the button was pressed, under the words that stood there; what proves it is the answer itself. */
async function writeConsents(ctx: Taking, form: Form, answer: Answer, { customerId, recordId }: Whose): Promise<void> {
  const at = answer.confirmedAt ?? answer.at
  const evidence = {
    form: form.name,
    answer: String(answer.id),
    version: String(answer.version),
    submittedAt: answer.at.toISOString(),
    confirmedAt: at.toISOString(),
    device: answer.device,
  }
  for (const { channel, purpose, isGranted, wordingId } of answer.consents) {
    const said = { customerId, recordId, channel, purpose, isGranted, wordingId, at, evidence }
    await appendStatement(ctx.db, { ...said, via: 'form', sourceId: form.sourceId }, ctx.now)
  }
}

/** By the clock: answers whose job was lost. One that cannot be taken is shown as a trouble and holds up no other. */
export async function takeUntaken(ctx: Context): Promise<void> {
  const waiting = await many<{ id: number; connectionId: number }>(
    ctx.pool,
    sql`select a.id, f.connection_id as "connectionId" from form_answers a join forms f on f.id = a.form_id
        where a.taken_at is null and a.state <> 'awaiting' order by a.id limit 500`,
  )
  for (const { id, connectionId } of waiting) {
    const trouble = { code: 'answer-not-taken', subject: String(id) }
    try {
      await takeAnswer(ctx, id)
      await settleTrouble(ctx.pool, connectionId, ctx.now, trouble)
    } catch (error) {
      ctx.log.error({ err: error, answerId: id }, 'an answer could not be taken')
      await noteTrouble(ctx.pool, connectionId, ctx.now, trouble)
    }
  }
}
