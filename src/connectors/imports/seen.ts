/** Remembers which keys have passed, within bounded memory: after very many it forgets, and keys count as new again. */
export interface KeyMemory {
  isNew(key: string): boolean
  forget(key: string): void
}

const most = 500_000

export function keyMemory(): KeyMemory {
  const seen = new Set<string>()
  return {
    isNew(key) {
      if (seen.has(key)) return false
      if (seen.size >= most) seen.clear()
      // a copy of its own: a slice would keep the whole chunk of the file it was cut from
      seen.add(Buffer.from(key).toString())
      return true
    },
    forget(key) {
      seen.delete(key)
    },
  }
}
