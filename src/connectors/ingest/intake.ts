import type { Pool } from '../../platform/db/db.ts'

/** One request's share of what is to be written. */
interface Waiting<Piece> {
  pieces: Piece[]
  done(): void
  fail(error: unknown): void
}

export interface Limits {
  /** more that wait are not taken in */
  mostWaiting: number
  /** written in one transaction */
  mostTogether: number
}

/** What could not be written because of itself, not because the database was away. */
export type IsOwnFault = (error: unknown) => boolean

export interface Intake<Piece> {
  /** Seconds after which to come again; 0: there is room. */
  fullSeconds(): number
  /** Resolves once the pieces are in the database for good; rejects with what stopped them. */
  take(pieces: Piece[]): Promise<void>
}

/**
 * Group commit with an end to its patience: what comes while one transaction is under way waits and is written by the
 * next, many requests at once, and each is answered when its rows are safe. Who finds the queue full is told to come
 * again. A request that makes its group fail is written alone, so that it takes no other one with it.
 */
export function openIntake<Piece>(
  write: (pieces: Piece[]) => Promise<void>,
  isOwnFault: IsOwnFault,
  { mostWaiting, mostTogether }: Limits,
): Intake<Piece> {
  const queue: Waiting<Piece>[] = []
  let waiting = 0
  let isWriting = false

  function nextGroup(): Waiting<Piece>[] {
    let [count, size] = [0, 0]
    for (const { pieces } of queue) {
      if (count > 0 && size + pieces.length > mostTogether) break
      size += pieces.length
      count++
    }
    waiting -= size
    return queue.splice(0, count)
  }

  async function writeGroup(group: Waiting<Piece>[]): Promise<void> {
    try {
      await write(group.flatMap(({ pieces }) => pieces))
      for (const { done } of group) done()
    } catch (error) {
      if (group.length === 1 || !isOwnFault(error)) for (const { fail } of group) fail(error)
      else for (const one of group) await writeGroup([one])
    }
  }

  async function writeOn(): Promise<void> {
    isWriting = true
    while (queue.length > 0) await writeGroup(nextGroup())
    isWriting = false
  }

  return {
    fullSeconds: () => (waiting < mostWaiting ? 0 : 1 + Math.floor(Math.random() * 3)),
    take(pieces) {
      return new Promise((done, fail) => {
        queue.push({ pieces, done, fail })
        waiting += pieces.length
        if (!isWriting) void writeOn()
      })
    },
  }
}

/** One intake a database, made when the first asks for it. */
export function intakeOf<Piece>(make: (pool: Pool) => Intake<Piece>): (pool: Pool) => Intake<Piece> {
  const open = new WeakMap<Pool, Intake<Piece>>()
  return (pool) => {
    const found = open.get(pool) ?? make(pool)
    open.set(pool, found)
    return found
  }
}
