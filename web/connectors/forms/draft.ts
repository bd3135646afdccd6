import type { Definition, FormReply } from '../../../src/connectors/forms/contract.ts'

/** A form as it is being written. */
export interface Draft {
  name: string
  locale: 'ja' | 'en'
  definition: Definition
  confirms: boolean
  /** one a line */
  origins: string
  keepUnconfirmedDays: number
}

export function draftOf(form: FormReply): Draft {
  const { name, locale, definition, confirms, keepUnconfirmedDays, embedOrigins } = form
  return { name, locale, definition, confirms, keepUnconfirmedDays, origins: embedOrigins.join('\n') }
}

/** `items` with the one at `place` moved by `step`. */
export function moved<Item>(items: readonly Item[], place: number, step: -1 | 1): Item[] {
  const next = [...items]
  const [one] = next.splice(place, 1)
  if (one !== undefined) next.splice(place + step, 0, one)
  return next
}

/** A key that no other field has; it never changes again. */
export function freshKey(kind: string, keys: readonly string[]): string {
  if (!keys.includes(kind)) return kind
  let number = 2
  while (keys.includes(`${kind}${number}`)) number++
  return `${kind}${number}`
}
