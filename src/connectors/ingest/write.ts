import { holdRecords } from '../../customers/index.ts'
import { type Pool, type Tx, transaction } from '../../platform/db/db.ts'
import { noteArrivals, noteTrouble } from '../connections/store.ts'
import { copyInto } from '../imports/copy.ts'
import { fillGaps } from './gaps.ts'
import type { Message, MessageProblem } from './message.ts'
import { keepMessages, openDay } from './messages.ts'
import {
  contactsOf,
  findNumbered,
  findVerified,
  makePeople,
  type NewPerson,
  type Numbered,
  nobody,
  numberedAs,
  type Whose,
} from './people.ts'
import type { Site } from './site.ts'
import { type Called, calledAs, meetVisitors, nameVisitors, type Visitor } from './visitors.ts'

/** A message on its way into the database. */
export interface Piece {
  site: Site
  message: Message
  /** tells it from every other one */
  key: string
  receivedAt: Date
}

/** A message, or that one came which cannot be kept. */
export type Arriving = Piece | { site: Site; problem: MessageProblem | 'unreadable'; receivedAt: Date }

/** Where a message went. */
export interface Placed {
  piece: Piece
  whose: Whose | null
  visitorId: number | null
}

/**
 * Writes messages of many requests in one transaction: those seen before are left out, users are found by their number,
 * visitors by what they are called; who identifies becomes known and brings along what they did. All in a few statements,
 * however many messages there are.
 */
export async function writePieces(pool: Pool, arriving: Arriving[]): Promise<Placed[]> {
  const pieces = arriving.filter((one): one is Piece => 'message' in one)
  const now = arriving.reduce((latest, { receivedAt }) => (receivedAt > latest ? receivedAt : latest), new Date(0))
  await openDay(pool, now)
  return transaction(pool, async (tx) => {
    await holdRecords(tx)
    const fresh = await keepMessages(
      tx,
      now,
      pieces.map(({ key, message }) => ({ key, at: message.at })),
    )
    // of two with one id in one group the first counts
    const kept = pieces.filter(({ key }) => fresh.delete(key))
    const placed = await place(tx, now, kept)
    await copyEvents(tx, now, placed)
    await countArrivals(tx, now, arriving, placed)
    return placed
  })
}

const userOf = ({ site, message }: Piece): Numbered => ({ sourceId: site.sourceId, number: message.userId })
const browserOf = ({ site, message }: Piece): Called => ({ connectionId: site.id, key: `a${message.anonymousId}` })
const unknownUserOf = ({ site, message }: Piece): Called => ({ connectionId: site.id, key: `u${message.userId}` })

async function place(tx: Tx, now: Date, pieces: readonly Piece[]): Promise<Placed[]> {
  const users = await findUsers(tx, now, pieces)
  const userIn = (piece: Piece) => users.get(numberedAs(userOf(piece)))
  const verified = await findVerified(
    tx,
    pieces.flatMap(({ message }) => (message.userId === '' && message.person ? contactsOf(message.person) : [])),
  )
  const [asked, whoseNow] = [new Map<string, Called>(), new Map<string, Whose>()]
  const ask = (called: Called, whose?: Whose) => {
    const name = calledAs(called)
    asked.set(name, called)
    if (whose) whoseNow.set(name, whose)
  }
  for (const piece of pieces) {
    const { message, site } = piece
    const whose = message.userId === '' ? verifiedAs(message, verified) : userIn(piece)
    if (message.anonymousId !== '') ask(browserOf(piece), whose)
    if (message.userId !== '' && !whose) ask(unknownUserOf(piece))
    // what they did while nobody had a record of them
    if (message.type === 'identify' && whose) ask({ ...unknownUserOf(piece), isOld: true }, whose)
    if (message.type === 'alias' && whose) {
      for (const kind of ['a', 'u']) ask({ connectionId: site.id, key: `${kind}${message.previousId}` }, whose)
    }
  }
  const visitors = await meetVisitors(tx, now, [...asked.values()])
  await nameVisitors(tx, now, [...visitors.values()], whoseNow)
  return pieces.map((piece) => {
    const own = piece.message.userId === '' ? undefined : userIn(piece)
    if (own) return { piece, whose: own, visitorId: null }
    const visitor = visitors.get(calledAs(piece.message.userId === '' ? browserOf(piece) : unknownUserOf(piece)))
    return placedAt(piece, visitor)
  })
}

function placedAt(piece: Piece, visitor: Visitor | undefined): Placed {
  if (!visitor) throw new Error('a message without anybody it is about')
  const { id, customerId, recordId } = visitor
  return customerId === null
    ? { piece, whose: null, visitorId: id }
    : { piece, whose: { customerId, recordId }, visitorId: null }
}

/** Users by their numbers; identified ones whom nobody knows are made, where the site may. */
async function findUsers(tx: Tx, now: Date, pieces: readonly Piece[]): Promise<Map<string, Whose>> {
  const numbered = new Map<string, Numbered>()
  for (const piece of pieces) {
    if (piece.message.userId !== '') numbered.set(numberedAs(userOf(piece)), userOf(piece))
  }
  const found = await findNumbered(tx, [...numbered.values()])
  const identified = pieces.filter(({ message }) => message.type === 'identify' && message.userId !== '')
  const wanted = new Map<string, NewPerson>()
  for (const piece of identified) {
    const name = numberedAs(userOf(piece))
    if (found.has(name) || !piece.site.settings.makesCustomers) continue
    wanted.set(name, { ...userOf(piece), person: piece.message.person ?? wanted.get(name)?.person ?? nobody })
  }
  const made = await makePeople(tx, now, [...wanted.values()])
  for (const [name, whose] of made) found.set(name, whose)
  // made by another process at the same moment
  const missing = [...wanted].filter(([name]) => !found.has(name)).map(([, one]) => one)
  for (const [name, whose] of await findNumbered(tx, missing)) found.set(name, whose)
  const told = identified.flatMap((piece) => {
    const [name, { person }] = [numberedAs(userOf(piece)), piece.message]
    const whose = found.get(name)
    return person && whose && piece.site.settings.isServer && !made.has(name)
      ? [{ ...whose, sourceId: piece.site.sourceId, person }]
      : []
  })
  await fillGaps(tx, now, told)
  return found
}

/** Whose a contact point is that an anonymous identify names: the e-mail address first. */
function verifiedAs({ person }: Message, verified: ReadonlyMap<string, Whose>): Whose | undefined {
  if (!person) return undefined
  for (const { kind, key } of contactsOf(person)) {
    const whose = verified.get(`${kind} ${key}`)
    if (whose) return whose
  }
  return undefined
}

async function copyEvents(tx: Tx, now: Date, placed: readonly Placed[]): Promise<void> {
  const written = now.toISOString()
  const known = placed.filter(({ whose }) => whose !== null)
  const unknown = placed.filter(({ whose }) => whose === null)
  if (known.length > 0) {
    const copy = copyInto(tx, 'events', ['customer_id', 'record_id', 'kind', 'at', 'source_id', 'data', 'recorded_at'])
    for (const { whose, piece } of known) {
      const { kind, at, data } = piece.message
      const [customerId, recordId] = [whose?.customerId ?? 0, whose?.recordId ?? null]
      copy.row(customerId, recordId, kind, new Date(at).toISOString(), piece.site.sourceId, data, written)
    }
    await copy.end()
  }
  if (unknown.length > 0) {
    const copy = copyInto(tx, 'visitor_events', ['visitor_id', 'kind', 'at', 'source_id', 'data', 'recorded_at'])
    for (const { visitorId, piece } of unknown) {
      const { kind, at, data } = piece.message
      copy.row(visitorId, kind, new Date(at).toISOString(), piece.site.sourceId, data, written)
    }
    await copy.end()
  }
}

/** One row a connection, and one a kind of trouble, however many requests are in the group. */
async function countArrivals(
  tx: Tx,
  now: Date,
  arriving: readonly Arriving[],
  placed: readonly Placed[],
): Promise<void> {
  const received = Map.groupBy(arriving, ({ site }) => site.id)
  const stored = Map.groupBy(placed, ({ piece }) => piece.site.id)
  for (const id of [...received.keys()].sort((a, b) => a - b)) {
    const [came, here] = [received.get(id) ?? [], stored.get(id) ?? []]
    const problems = came.flatMap((one) => ('problem' in one ? [one.problem] : []))
    await noteArrivals(tx, id, now, {
      received: came.length,
      stored: here.length,
      duplicate: came.length - problems.length - here.length,
      failed: problems.length,
      unknown: here.filter(({ whose }) => whose === null).length,
      lastEventAt: here.length === 0 ? null : new Date(Math.max(...here.map(({ piece }) => piece.message.at))),
    })
    for (const code of new Set(problems)) await noteTrouble(tx, id, now, { code: `message-${code}` })
  }
}
