import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'

const ceremonyMilliseconds = 5 * 60_000

/** Passkeys belong to the host people type; the configured address decides, never the Host header. */
function party(origin: string): string {
  return new URL(origin).hostname
}

async function keepChallenge(db: Db, now: Date, challenge: string, staffId: number | null): Promise<void> {
  await db.query(
    sql`insert into staff_challenges (challenge, staff_id, expires_at)
        values (${challenge}, ${staffId}, ${new Date(now.getTime() + ceremonyMilliseconds)})`,
  )
}

/** A challenge answers once, and only to whom it was given. */
async function takeChallenge(db: Db, now: Date, challenge: string, staffId: number | null): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`delete from staff_challenges
        where challenge = ${challenge} and staff_id is not distinct from ${staffId}::integer and expires_at > ${now}`,
  )
  return rowCount === 1
}

/** Ceremonies nobody finished. */
export async function sweepChallenges(db: Db, now: Date): Promise<void> {
  await db.query(sql`delete from staff_challenges where expires_at <= ${now}`)
}

export interface PasskeyEntry {
  id: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

export async function listPasskeys(db: Db, staffId: number): Promise<PasskeyEntry[]> {
  return many<PasskeyEntry>(
    db,
    sql`select id, name, created_at as "createdAt", last_used_at as "lastUsedAt"
        from staff_passkeys where staff_id = ${staffId} order by created_at`,
  )
}

interface Registrant {
  id: number
  name: string
  email: string
}

export async function startRegistration(db: Db, now: Date, origin: string, staff: Registrant) {
  const known = await listPasskeys(db, staff.id)
  const options = await generateRegistrationOptions({
    rpName: 'Tokui',
    rpID: party(origin),
    userID: new TextEncoder().encode(`tokui-staff-${staff.id}`),
    userName: staff.email,
    userDisplayName: staff.name,
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    // found without typing an address, and the device asks for the finger or the PIN: two factors in one
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge(db, now, options.challenge, staff.id)
  return options
}

export async function finishRegistration(
  db: Db,
  now: Date,
  origin: string,
  staffId: number,
  given: { name: string; response: RegistrationResponseJSON },
): Promise<void> {
  const verified = await verifyRegistrationResponse({
    response: given.response,
    expectedChallenge: (challenge) => takeChallenge(db, now, challenge, staffId),
    expectedOrigin: origin,
    expectedRPID: party(origin),
    requireUserVerification: true,
  }).catch(refused)
  if (!verified.verified || !verified.registrationInfo) throw new Refusal('wrong-credentials', { reason: 'passkey' })
  const { credential } = verified.registrationInfo
  const inserted = await db.query(
    sql`insert into staff_passkeys (id, staff_id, name, public_key, counter, transports, created_at)
        values (${credential.id}, ${staffId}, ${given.name}, ${Buffer.from(credential.publicKey)}, ${credential.counter},
          ${credential.transports ?? []}, ${now})
        on conflict (id) do nothing`,
  )
  if (inserted.rowCount === 0) throw new Refusal('already-exists')
}

export async function startAuthentication(db: Db, now: Date, origin: string) {
  const options = await generateAuthenticationOptions({ rpID: party(origin), userVerification: 'required' })
  await keepChallenge(db, now, options.challenge, null)
  return options
}

interface PasskeyRow {
  publicKey: Buffer
  counter: number
}

export async function ownerOfPasskey(db: Db, id: string): Promise<number | undefined> {
  return (await one<{ staffId: number }>(db, sql`select staff_id as "staffId" from staff_passkeys where id = ${id}`))
    ?.staffId
}

/** Refused when the passkey is unknown, answers an old challenge or counts backwards (a copy of it is about). */
export async function finishAuthentication(
  db: Db,
  now: Date,
  origin: string,
  response: AuthenticationResponseJSON,
): Promise<void> {
  const known = await one<PasskeyRow>(
    db,
    sql`select public_key as "publicKey", counter from staff_passkeys where id = ${response.id} for update`,
  )
  if (!known) throw new Refusal('wrong-credentials', { reason: 'passkey' })
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(db, now, challenge, null),
    expectedOrigin: origin,
    expectedRPID: party(origin),
    credential: { id: response.id, publicKey: new Uint8Array(known.publicKey), counter: known.counter },
    requireUserVerification: true,
  }).catch(refused)
  if (!verified.verified) throw new Refusal('wrong-credentials', { reason: 'passkey' })
  await db.query(
    sql`update staff_passkeys set counter = ${verified.authenticationInfo.newCounter}, last_used_at = ${now}
        where id = ${response.id}`,
  )
}

// The library throws on everything that does not verify: that is an answer, not a bug.
function refused(): never {
  throw new Refusal('wrong-credentials', { reason: 'passkey' })
}

export async function deletePasskey(db: Db, staffId: number, id: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`delete from staff_passkeys where staff_id = ${staffId} and id = ${id}`)
  return rowCount === 1
}
