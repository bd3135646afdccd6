import type { Base } from './base.ts'
import type { StopValues } from './compare.ts'

/** More given names than a large family has: a shop's own number, a firm's, one typed to get past a form. */
const mostNames = 8

/** Phones and e-mail addresses that too many different people gave. */
export function findStops(base: Base): StopValues {
  const { columns } = base
  const phones = openCrowd()
  const emails = openCrowd()
  for (let at = 0; at < base.size; at++) {
    // a reading and a spelling of one name are two here; the limit leaves room for that
    const name = (columns.givenReading[at] || -(columns.given[at] as number)) as number
    if (name === 0) continue
    phones.add(columns.mobile[at] as number, name)
    phones.add(columns.landline[at] as number, name)
    emails.add(columns.email[at] as number, name)
  }
  return { phones: phones.over(), emails: emails.over() }
}

function openCrowd() {
  const names = new Map<number, number | Set<number>>()
  return {
    add(value: number, name: number): void {
      if (value === 0) return
      const held = names.get(value)
      if (held === undefined) names.set(value, name)
      else if (typeof held !== 'number') held.add(name)
      else if (held !== name) names.set(value, new Set([held, name]))
    },
    over: () =>
      new Set(
        [...names].filter(([, held]) => typeof held !== 'number' && held.size > mostNames).map(([value]) => value),
      ),
  }
}
