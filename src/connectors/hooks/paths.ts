/**
 * Where a value stands in a message: `data.customer.email`, `items[0].sku`, `["odd.name"].x`; `items[*].sku` is one value
 * for each item. `=text` stands for itself.
 */
type Step = string | number | '*'

const part = /\.?([^.[\]"=]+)|\[(\d{1,6})\]|\[(\*)\]|\["((?:[^"\\]|\\.)*)"\]/y

/** Nothing when it is no path. */
export function parsePath(path: string): Step[] | undefined {
  const steps: Step[] = []
  part.lastIndex = 0
  while (part.lastIndex < path.length) {
    const match = part.exec(path)
    if (!match) return undefined
    const [, name, place, every, quoted] = match
    if (every) steps.push('*')
    else if (place !== undefined) steps.push(Number(place))
    else steps.push(name ?? (JSON.parse(`"${quoted}"`) as string))
  }
  return steps.length === 0 ? undefined : steps
}

/** The value at a path; of `[*]` that of item `item`. Only what the message itself holds, nothing inherited. */
export function valueAt(root: unknown, steps: readonly Step[], item = 0): unknown {
  let value = root
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) {
      const place = step === '*' ? item : step
      if (typeof place !== 'number') return undefined
      value = value[place]
    } else {
      if (typeof step !== 'string' || !Object.hasOwn(value, step)) return undefined
      value = (value as Record<string, unknown>)[step]
    }
  }
  return value
}

/** What stands at a path as text: of texts, numbers and yes or no; anything else says nothing. */
export function textAt(root: unknown, path: string, item = 0): string {
  if (path.startsWith('=')) return path.slice(1)
  const steps = parsePath(path)
  const value = steps && valueAt(root, steps, item)
  // what no text of the database can hold is left out
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return ''
}

/** How many items the `[*]` of a path runs over; 0 where there is none. */
export function itemsAt(root: unknown, path: string): number {
  const steps = path.startsWith('=') ? undefined : parsePath(path)
  const at = steps?.indexOf('*') ?? -1
  if (!steps || at < 0) return 0
  const items = at === 0 ? root : valueAt(root, steps.slice(0, at))
  return Array.isArray(items) ? items.length : 0
}
