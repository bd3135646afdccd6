/** What is left of contact data for those who may not read it: enough to recognise, too little to use. */

const hidden = '***'

export function maskEmail(value: string): string {
  return `${value.slice(0, 1)}${hidden}@${hidden}`
}

export function maskPhone(value: string): string {
  return `${hidden}${value.replace(/\D/g, '').slice(-2)}`
}

export function maskText(_value: string): string {
  return hidden
}

interface ContactParts {
  kind: string
  value: string
  prefecture: string | null
  postcode: string | null
  address1: string | null
  address2: string | null
}

export function maskContact<Point extends ContactParts>(point: Point): Point {
  const value =
    point.kind === 'email'
      ? maskEmail(point.value)
      : point.kind === 'phone'
        ? maskPhone(point.value)
        : `${point.prefecture ?? ''}${hidden}`
  return { ...point, value, postcode: null, address1: null, address2: null }
}

const contactKeys = new Set([
  'value',
  'postcode',
  'address1',
  'address2',
  'email',
  'phone',
  'address',
  'line',
  'from',
  'to',
])

/** Hides contact data wherever it stands under its usual names: in events, in a change's before and after. */
export function maskValues<Value>(values: Record<string, Value>, mask: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, contactKeys.has(key) ? mask(value) : value]),
  )
}

/** The same at every level: what other systems send along with an event may hold anything. */
export function maskDeeply(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskDeeply)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, contactKeys.has(key.toLowerCase()) ? hidden : maskDeeply(one)]),
  )
}
