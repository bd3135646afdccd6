/** A place in a sample, and what stands there. */
export interface Place {
  path: string
  example: string
}

const mostDepth = 8
const mostPlaces = 300

/** Every place of a sample that holds a text, a number or yes or no; of lists the first entry speaks for all. */
export function placesIn(sample: unknown): Place[] {
  const places: Place[] = []
  const walk = (value: unknown, path: string, depth: number, isInList: boolean) => {
    if (places.length >= mostPlaces || depth > mostDepth || value === null || value === undefined) return
    if (Array.isArray(value)) {
      // of a list in a list, and of a list of plain values, the first
      const step = isInList || typeof value[0] !== 'object' ? '[0]' : '[*]'
      walk(value[0], path + step, depth + 1, true)
    } else if (typeof value === 'object') {
      for (const [name, part] of Object.entries(value)) walk(part, path + stepTo(name, path), depth + 1, isInList)
    } else if (path !== '') places.push({ path, example: String(value) })
  }
  walk(sample, '', 0, false)
  return places
}

function stepTo(name: string, path: string): string {
  if (/[.[\]"=]/.test(name) || name === '') return `[${JSON.stringify(name)}]`
  return path === '' ? name : `.${name}`
}

/** The sample a person pasted; undefined: it is none. */
export function readSample(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
