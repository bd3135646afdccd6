import { hash, randomUUID } from 'node:crypto'
import type { Person } from '../imports/person.ts'
import { clean, cleanText, type Json, TooDeep } from './clean.ts'
import { type Kept, keepPage, keepTrack, type Props, text } from './kinds.ts'
import { happenedAt, readInstant } from './time.ts'
import { otherTraits, readPerson } from './traits.ts'

export const messageTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const
export type MessageType = (typeof messageTypes)[number]

/** A message that can be kept. */
export interface Message {
  type: MessageType
  messageId: string
  userId: string
  anonymousId: string
  /** of an alias: who the person was before */
  previousId: string
  kind: string
  /** milliseconds since 1970 */
  at: number
  /** JSON */
  data: string
  person: Person | null
}

export const messageProblems = [
  'not-an-object',
  'unknown-type',
  'nobody',
  'no-name',
  'wrong-id',
  'too-large',
  'too-deep',
] as const
export type MessageProblem = (typeof messageProblems)[number]

const longestId = 255

/** Reads one message of the protocol; a code where it cannot be kept. `type`: what the address says it is. */
export function readMessage(
  value: unknown,
  moment: { sentAt: unknown; received: number; type?: MessageType | undefined },
): Message | MessageProblem {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not-an-object'
  try {
    return readParts(value as Record<string, unknown>, moment)
  } catch (error) {
    if (error instanceof TooDeep) return 'too-deep'
    throw error
  }
}

function readParts(
  value: Record<string, unknown>,
  moment: { sentAt: unknown; received: number; type?: MessageType | undefined },
): Message | MessageProblem {
  const type = moment.type ?? messageTypes.find((one) => one === value.type)
  if (!type) return 'unknown-type'
  const ids = [value.userId, value.anonymousId, value.previousId, value.messageId].map(readId)
  if (ids.includes(null)) return 'wrong-id'
  const [userId = '', anonymousId = '', previousId = '', messageId = ''] = ids as string[]
  if (userId === '' && anonymousId === '') return 'nobody'
  if (type === 'alias' && previousId === '') return 'nobody'
  if (type === 'track' && !text(asJson(value.event)).trim()) return 'no-name'
  const kept = keep(type, value)
  const traits = props(value.traits)
  const sentAt = readInstant(value.sentAt) ?? readInstant(moment.sentAt)
  return {
    type,
    messageId,
    userId,
    anonymousId,
    previousId,
    kind: kept.kind,
    at: happenedAt(readInstant(value.originalTimestamp) ?? readInstant(value.timestamp), sentAt, moment.received),
    data: JSON.stringify(messageId === '' ? kept.data : { ...kept.data, messageId }),
    person: type === 'identify' ? readPerson(traits) : null,
  }
}

function keep(type: MessageType, value: Record<string, unknown>): Kept {
  const context = props(value.context)
  const told = {
    name: text(asJson(value.event)).trim() || text(asJson(value.name)).trim(),
    category: text(asJson(value.category)),
    page: props(context.page),
  }
  const kept = keepAs(type, value, told)
  const campaign = props(context.campaign)
  return Object.keys(campaign).length > 0 ? { ...kept, data: { ...kept.data, campaign } } : kept
}

function keepAs(type: MessageType, value: Record<string, unknown>, told: Parameters<typeof keepTrack>[1]): Kept {
  if (type === 'track') return keepTrack(props(value.properties), told)
  if (type === 'page' || type === 'screen') return keepPage(props(value.properties), told)
  if (type === 'alias') return { kind: 'alias', data: {} }
  const traits = props(value.traits)
  if (type === 'group') {
    const [name, groupId] = [text(traits.name), readId(value.groupId) ?? '']
    const { name: _, ...rest } = traits
    return { kind: 'group', data: { ...(name ? { name } : {}), groupId, ...named(rest) } }
  }
  return { kind: 'identify', data: named(otherTraits(traits)) }
}

const named = (rest: Props): Props => (Object.keys(rest).length > 0 ? { props: rest } : {})

/** Ids are texts or numbers; nothing is the empty text; null: neither, or too long to be one. */
function readId(value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string' || value.length > longestId) return null
  return cleanText(value).trim()
}

function asJson(value: unknown): Json {
  return typeof value === 'string' ? cleanText(value) : null
}

function props(value: unknown): Props {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return clean(value) as Props
}

/** What tells two messages of a connection apart, in 16 bytes; without an id of its own none is like another. */
export function messageKey(connectionId: number, messageId: string): string {
  if (messageId === '') return randomUUID()
  const hex = hash('sha256', `${connectionId}\n${messageId}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
