import type { IncomingHttpHeaders } from 'node:http'
import type { Arrival } from '../arriving/take-in.ts'
import type { Kind } from '../connections/kind.ts'
import type { Connection } from '../connections/store.ts'
import type { ImportKind } from '../imports/field.ts'
import type { Happening } from './take-events.ts'

/** A message as it is kept. */
export interface Message {
  id: number
  topic: string
  body: unknown
  receivedAt: Date
}

/** What a message says; nothing at all: it is none of ours. */
export interface Reading {
  arrivals: { kind: ImportKind; item: Arrival }[]
  /** what happened with customers, for their timelines */
  happenings?: Happening[]
  /** what somebody has to look after, told as a trouble of the connection */
  tasks?: { code: string; subject: string; detail?: Record<string, unknown> }[]
  /** something changed that has to be fetched */
  pull?: boolean
  /** why nothing is taken in */
  ignored?: string
}

/** A system that sends messages: how they are signed, named and read. One for each kind of connection that hears. */
export interface Sender {
  kind: Kind
  emailsAreUnique?: boolean
  /** From the headers alone, before the body is read: a code when it cannot be right. */
  objects(headers: IncomingHttpHeaders, connection: Connection, now: Date): string | undefined
  isSigned(headers: IncomingHttpHeaders, body: Buffer, secrets: Record<string, string>, now: Date): boolean
  /** By what it is known when it comes again, and what it is about. */
  name(headers: IncomingHttpHeaders, body: Buffer, now: Date): { messageId: string; topic: string }
  /** Throws Unreadable. */
  read(message: Message, connection: Connection): Reading
}

export function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}
