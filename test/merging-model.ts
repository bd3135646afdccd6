/**
 * What customers are while records are merged and taken apart, in the plainest way: records are never really merged. Each
 * keeps what is its own, and what a customer shows is asked of the records that are part of it. To test the database by.
 */

export const rooms = ['notes', 'events', 'orders', 'subscriptions', 'consents', 'offer_openings'] as const
export type Kind = (typeof rooms)[number]
export type Value = string | null

interface Set_ {
  step: number
  value: Value
}

export interface Part {
  /** in the database */
  id: number
  number: string
  into: Part | null
  /** order of merging */
  mergedAt: number
  mergeId: number
  /** fields whose value it gives to what it is merged into, though that has one */
  chosen: Set<string>
  sets: Map<string, Set_[]>
  own: Map<Kind, Set<string>>
  /** kind of thing that others may say too → what it says → the customer under which somebody removed it */
  said: Map<'customer_tags' | 'contact_points', Map<string, Part | null>>
}

export function newPart(number: string): Part {
  return {
    id: 0,
    number,
    into: null,
    mergedAt: 0,
    mergeId: 0,
    chosen: new Set(),
    sets: new Map(),
    own: new Map(rooms.map((kind) => [kind, new Set()])),
    said: new Map([
      ['customer_tags', new Map()],
      ['contact_points', new Map()],
    ]),
  }
}

export const customerOf = (part: Part): Part => (part.into ? customerOf(part.into) : part)

/** A record and all that are part of it, itself first, the others in the order in which they came. */
export function branch(part: Part, all: readonly Part[]): Part[] {
  const children = all.filter(({ into }) => into === part).toSorted((a, b) => a.mergedAt - b.mergedAt)
  return [part, ...children.flatMap((child) => branch(child, all))]
}

/** What a record shows in a field: its own and that of those who are part of it now, as if no other merge had ever been. */
export function shownIn(part: Part, field: string, all: readonly Part[]): Value {
  const sets = (part.sets.get(field) ?? []).map(({ step, value }) => ({ step, apply: () => value }))
  const merges = all
    .filter(({ into }) => into === part)
    .map((child) => ({
      step: child.mergedAt,
      apply: (value: Value) => {
        const theirs = shownIn(child, field, all)
        return theirs !== null && (value === null || child.chosen.has(field)) ? theirs : value
      },
    }))
  const happened = [...sets, ...merges].toSorted((a, b) => a.step - b.step)
  return happened.reduce<Value>((value, { apply }) => apply(value), null)
}

export function set(part: Part, field: string, value: Value, step: number): void {
  part.sets.set(field, [...(part.sets.get(field) ?? []), { step, value }])
}

type Said = 'customer_tags' | 'contact_points'

/** Whose it is that a customer shows. */
export function sayer(customer: Part, what: Said, key: string, all: readonly Part[]): Part | undefined {
  return branch(customer, all).find((part) => part.said.get(what)?.get(key) === null)
}

/** Somebody removes what is shown: that is gone, and what others say of the same stays hidden under this customer. */
export function unsay(customer: Part, what: Said, key: string, all: readonly Part[]): void {
  sayer(customer, what, key, all)?.said.get(what)?.delete(key)
  for (const part of branch(customer, all)) {
    if (part.said.get(what)?.get(key) === null) part.said.get(what)?.set(key, customer)
  }
}

/** What was hidden under a customer that the record is no part of any more is hidden no more. */
export function partWays(leaving: Part, all: readonly Part[]): void {
  const left = branch(leaving, all)
  leaving.into = null
  leaving.chosen.clear()
  for (const part of left) {
    for (const keys of part.said.values()) {
      for (const [key, hidden] of keys) if (hidden && !left.includes(hidden)) keys.set(key, null)
    }
  }
}
