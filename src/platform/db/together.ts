import type { Db } from './db.ts'

interface Question<Key, Value> {
  key: Key
  answer(value: Value | undefined): void
  fail(error: unknown): void
}

interface Queue<Key, Value> {
  readings: number
  waiting: Question<Key, Value>[]
}

/** Readings of one kind at the same time; more would only divide what waits into smaller readings. */
const mostReadings = 2
const mostKeys = 32

/**
 * Makes one reading of what many requests ask at once: what is asked while two readings are under way waits and is read
 * together by the next. Nothing waits on a clock, and every answer is read after its question was asked, so it is as
 * fresh as a reading of one's own. Whoever asks for the same key gets the same object: not to be changed. `about` is what
 * all keys of a reading have in common (what the asker may see).
 */
export function together<Key, Value, About = null>(
  read: (db: Db, keys: Key[], about: About) => Promise<Map<Key, Value>>,
): (db: Db, key: Key, about: About) => Promise<Value | undefined> {
  const queues = new WeakMap<Db, Map<string, Queue<Key, Value>>>()

  async function readNext(db: Db, queue: Queue<Key, Value>, about: About): Promise<void> {
    queue.readings += 1
    while (queue.waiting.length > 0) {
      const questions = queue.waiting.splice(0, mostKeys)
      try {
        const found = await read(db, [...new Set(questions.map(({ key }) => key))], about)
        for (const { key, answer } of questions) answer(found.get(key))
      } catch (error) {
        for (const { fail } of questions) fail(error)
      }
    }
    queue.readings -= 1
  }

  return (db, key, about) => {
    const kinds = queues.get(db) ?? new Map<string, Queue<Key, Value>>()
    queues.set(db, kinds)
    const kind = JSON.stringify(about)
    const queue = kinds.get(kind) ?? { readings: 0, waiting: [] }
    kinds.set(kind, queue)
    return new Promise((answer, fail) => {
      queue.waiting.push({ key, answer, fail })
      if (queue.readings === mostReadings) return
      void readNext(db, queue, about).then(() => {
        if (queue.readings === 0) kinds.delete(kind)
      })
    })
  }
}
