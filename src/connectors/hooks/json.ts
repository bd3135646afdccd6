/** What a message holds deeper than this is nothing that a shop says. */
const mostDepth = 64

/** The body cannot be read; the code says why. */
export class Unreadable extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** JSON of a stranger. Whole numbers too long for a double stay texts: they are names of things. */
export function readJson(body: Buffer): unknown {
  const text = new TextDecoder('utf-8', { fatal: false }).decode(body)
  if (depthOf(text) > mostDepth) throw new Unreadable('too-deep')
  try {
    return JSON.parse(text, keepLongNumbers as (key: string, value: unknown) => unknown)
  } catch {
    throw new Unreadable('not-json')
  }
}

function keepLongNumbers(_key: string, value: unknown, written?: { source: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !written) return value
  return /^-?\d+$/.test(written.source) ? written.source : value
}

/** How deep brackets stand in brackets, outside texts: found before anything recursive looks at it. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inText) {
      if (code === 92) index++
      else if (code === 34) inText = false
    } else if (code === 34) inText = true
    else if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth)
    else if (code === 93 || code === 125) depth--
  }
  return deepest
}
