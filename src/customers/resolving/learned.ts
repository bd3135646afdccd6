import { type Db, many, one, sql, type Tx } from '../../platform/db/db.ts'
import {
  type Base,
  type Counted,
  counted,
  type Figures,
  type Frequencies,
  isCounted,
  type Judge,
  openBase,
  type Parameters,
  wordId,
} from '../matching/index.ts'

/** What one base taught, kept so that a record that arrives tomorrow is judged as it would be in the whole base. */
export interface Learned {
  runId: number
  parameters: Parameters
  /** how common values are, by group */
  figures: Record<Counted, Figures[]>
}

export type ValueKind = Counted | 'readFamily' | 'readGiven' | 'stopPhone' | 'stopEmail'
export interface KeptValue {
  kind: ValueKind
  value: string
  reading: string
  count: number
}

export interface RunRow {
  kind: 'train' | 'run'
  learnedBy: number | null
  parameters: object | null
  report: object
  staffId: number | null
  at: Date
  milliseconds: number
}

export async function insertRun(db: Db, run: RunRow): Promise<number> {
  const row = await one<{ id: number }>(
    db,
    sql`insert into match_runs (kind, learned_by, parameters, report, staff_id, at, milliseconds)
        values (${run.kind}, ${run.learnedBy}, ${run.parameters && JSON.stringify(run.parameters)},
          ${JSON.stringify(run.report)}, ${run.staffId}, ${run.at}, ${run.milliseconds}) returning id`,
  )
  return (row as { id: number }).id
}

/** What was learned last; undefined before the first time. */
export async function readLearned(db: Db): Promise<Learned | undefined> {
  const row = await one<{ runId: number; kept: Omit<Learned, 'runId'> }>(
    db,
    sql`select id as "runId", parameters as kept from match_runs where parameters ? 'figures' order by id desc limit 1`,
  )
  return row && { runId: row.runId, ...row.kept }
}

/** The figures of a run that judged with what `judge` knows. */
export function keptParameters({ parameters, frequencies }: Judge): Omit<Learned, 'runId'> {
  const figures = Object.fromEntries(counted.map((name) => [name, frequencies[name].figures])) as Learned['figures']
  return { parameters, figures }
}

/** Replaces what is known of single values. Values as rare as the rarest that count are left out. */
export async function storeValues(tx: Tx, base: Base, judge: Judge): Promise<void> {
  await tx.query(sql`delete from match_values`)
  let waiting: KeptValue[] = []
  const flush = async () => {
    await tx.query(
      sql`insert into match_values (kind, value, reading, count)
          select * from unnest(${waiting.map(({ kind }) => kind)}::text[], ${waiting.map(({ value }) => value)}::text[],
            ${waiting.map(({ reading }) => reading)}::text[], ${waiting.map(({ count }) => count)}::int[])`,
    )
    waiting = []
  }
  for (const value of valuesOf(base, judge)) {
    waiting.push(value)
    if (waiting.length === 10_000) await flush()
  }
  await flush()
}

function* valuesOf(base: Base, { frequencies, stops }: Judge): Generator<KeptValue> {
  const { names, readings, places, phones, mails } = base.words
  const textsOf = { family: names, given: names, familyReading: readings, givenReading: readings, block: places }
  for (const [kind, { texts }] of Object.entries(textsOf) as [Counted, { texts: string[] }][]) {
    for (let id = 1; id < texts.length; id++) {
      const frequency = frequencies[kind]
      const group = kind === 'family' || kind === 'given' ? base.scripts[id] : 0
      if (isCounted(frequency, id, group))
        yield { kind, value: texts[id] as string, reading: '', count: frequency.count(id) }
    }
  }
  for (const birth of new Set(base.columns.birth.subarray(0, base.size))) {
    if (isCounted(frequencies.birth, birth))
      yield { kind: 'birth', value: String(birth), reading: '', count: frequencies.birth.count(birth) }
  }
  const blank = openBase()
  for (const side of ['family', 'given'] as const) {
    const kind = side === 'family' ? 'readFamily' : 'readGiven'
    for (const [name, seen] of base.readings[side]) {
      const value = names.texts[name] as string
      const listed = blank.readings[side].get(wordId(blank.words.names, value))
      for (const [id, times] of seen) {
        const reading = readings.texts[id] as string
        const count = times - (listed?.get(wordId(blank.words.readings, reading)) ?? 0)
        if (count > 0) yield { kind, value, reading, count }
      }
    }
  }
  for (const id of stops.phones) yield { kind: 'stopPhone', value: phones.texts[id] as string, reading: '', count: 0 }
  for (const id of stops.emails) yield { kind: 'stopEmail', value: mails.texts[id] as string, reading: '', count: 0 }
}

/** What is kept of some values. */
export async function readValues(db: Db, asked: readonly [ValueKind, string][]): Promise<KeptValue[]> {
  return many<KeptValue>(
    db,
    sql`select kept.kind, kept.value, kept.reading, kept.count
        from unnest(${asked.map(([kind]) => kind)}::text[], ${asked.map(([, value]) => value)}::text[]) asked (kind, value)
          join match_values kept on kept.kind = asked.kind and kept.value = asked.value`,
  )
}

/** Frequencies that are filled value by value, as records are taken in. */
export function openFrequencies({ figures }: Learned): {
  frequencies: Frequencies
  counts: Record<Counted, Map<number, number>>
} {
  const counts = Object.fromEntries(counted.map((name) => [name, new Map()])) as Record<Counted, Map<number, number>>
  const of = (name: Counted) => ({
    count: (value: number) => counts[name].get(value) ?? 0,
    figures: figures[name],
    // only needed for learning
    collisions: new Float64Array(0),
  })
  const frequencies: Frequencies = {
    family: of('family'),
    given: of('given'),
    familyReading: of('familyReading'),
    givenReading: of('givenReading'),
    birth: of('birth'),
    block: of('block'),
    others: [],
  }
  return { frequencies, counts }
}
