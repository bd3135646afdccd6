import { type Db, many, sql } from '../../platform/db/db.ts'
import {
  type Base,
  type Counted,
  chanceOf,
  type Explanation,
  explainPair,
  type Judge,
  keysOf,
  openBase,
  type RecordKeys,
  scorer,
  setRecord,
  takePlace,
  wordId,
} from '../matching/index.ts'
import { lookupKeys, mostSharing } from './keys.ts'
import { openFrequencies, readLearned, readValues, type ValueKind } from './learned.ts'
import { type KnownRecord, readSome } from './read-records.ts'

/** Another record that may be the same person. */
export interface Candidate extends Explanation {
  id: number
  verified: KnownRecord['verified']
}

/**
 * Records that arrive one by one, judged by what the whole base taught. A record is looked up under its keys in the
 * database and compared with the few it meets; nothing of the base is held here but what those few need.
 */
export interface Matcher {
  /** Takes the record in as it stands now and says which others it may be; undefined when it is no more. */
  match(id: number): Promise<{ known: KnownRecord; candidates: Candidate[] } | undefined>
}

/** Undefined before anything was learned. */
export async function openMatcher(db: Db): Promise<Matcher | undefined> {
  const learned = await readLearned(db)
  if (!learned) return undefined
  const base = openBase(0, 256)
  const { frequencies, counts } = openFrequencies(learned)
  const stops = { phones: new Set<number>(), emails: new Set<number>() }
  const { parameters } = learned
  const judge: Judge = { parameters, stops, frequencies, scorer: scorer(base, stops, parameters.model, frequencies) }
  const takeIn = intake(db, base, counts, stops)

  return {
    async match(id) {
      const [known] = await readSome(db, [id])
      if (!known) return undefined
      const keys = keysOf(known.record, base.surnames)
      const lookup = lookupKeys(keys)
      const met = await enter(db, id, lookup)
      const others = await readSome(db, met)
      const [place, ...places] = await takeIn([keys, ...others.map(({ record }) => keysOf(record, base.surnames))])
      const candidates = others.flatMap((other, at) => {
        const { logit } = judge.scorer.score(places[at] as number, place as number)
        if (chanceOf(logit) < 0.5) return []
        return [
          {
            id: other.id,
            verified: other.verified,
            ...explainPair(base, judge, places[at] as number, place as number),
          },
        ]
      })
      return { known, candidates: candidates.sort((x, y) => y.chance - x.chance || x.id - y.id) }
    },
  }
}

/** Writes under which keys a record is found, and says who else is found there. */
async function enter(db: Db, id: number, keys: number[]): Promise<number[]> {
  await db.query(
    sql`insert into match_keys (customer_id, keys) values (${id}, ${keys}::bigint[])
        on conflict (customer_id) do update set keys = excluded.keys where match_keys.keys <> excluded.keys`,
  )
  const found = await many<{ ids: number[] }>(
    db,
    sql`select array(select customer_id::float8 from match_keys where keys @> array[wanted.key] and customer_id <> ${id}
                     limit ${mostSharing + 1}) as ids
        from unnest(${keys}::bigint[]) wanted (key)`,
  )
  const met = new Set<number>()
  for (const { ids } of found) if (ids.length <= mostSharing) for (const other of ids) met.add(other)
  return [...met]
}

/** Gives records a place in the base, after what is kept of their values was put beside them. */
function intake(
  db: Db,
  base: Base,
  counts: Record<Counted, Map<number, number>>,
  stops: { phones: Set<number>; emails: Set<number> },
) {
  const asked = new Set<string>()
  const learn = async (records: RecordKeys[]) => {
    const wanted = records.flatMap(valuesAskedFor).filter(([kind, value]) => {
      const key = `${kind} ${value}`
      return value !== '' && !asked.has(key) && asked.add(key)
    })
    if (wanted.length === 0) return
    const { names, readings, places, phones, mails } = base.words
    const wordsOf = { family: names, given: names, familyReading: readings, givenReading: readings, block: places }
    for (const { kind, value, reading, count } of await readValues(db, wanted)) {
      if (kind === 'birth') counts.birth.set(Number(value), count)
      else if (kind === 'stopPhone') stops.phones.add(wordId(phones, value))
      else if (kind === 'stopEmail') stops.emails.add(wordId(mails, value))
      else if (kind === 'readFamily' || kind === 'readGiven') {
        const seen = base.readings[kind === 'readFamily' ? 'family' : 'given']
        const name = wordId(names, value)
        const times = seen.get(name) ?? new Map<number, number>()
        const id = wordId(readings, reading)
        seen.set(name, times.set(id, (times.get(id) ?? 0) + count))
      } else counts[kind].set(wordId(wordsOf[kind], value), count)
    }
  }
  return async (records: RecordKeys[]): Promise<number[]> => {
    await learn(records)
    return records.map((keys) => {
      const at = takePlace(base)
      setRecord(base, at, keys, false)
      return at
    })
  }
}

function valuesAskedFor(keys: RecordKeys): [ValueKind, string][] {
  return [
    ['family', keys.family],
    ['given', keys.given],
    ['familyReading', keys.familyReading],
    ['givenReading', keys.givenReading],
    ['readFamily', keys.family],
    ['readGiven', keys.given],
    ['birth', keys.birth === 0 ? '' : String(keys.birth)],
    ['block', keys.block],
    ['stopPhone', keys.mobile],
    ['stopPhone', keys.landline],
    ['stopEmail', keys.email],
  ]
}
