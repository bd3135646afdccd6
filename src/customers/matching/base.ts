import { likeKanjiKey, writtenKey } from '../normalise/kanji.ts'
import { readingKey } from '../normalise/reading.ts'
import { listedReadings } from '../normalise/surnames.ts'
import { isUnparted, keysOf, type RecordKeys, type SourceRecord } from './record.ts'
import { openWords, type Words, wordId } from './words.ts'

/** Scripts of a name: kanji says who, kana and letters only how it sounds. */
export const Script = { none: 0, kanji: 1, kana: 2, letters: 3 } as const

/** Numbers of a record's keys, column by column; 0 is nothing known. */
export interface Columns {
  source: Int32Array
  member: Int32Array
  line: Int32Array
  family: Int32Array
  given: Int32Array
  familyReading: Int32Array
  givenReading: Int32Array
  birth: Int32Array
  mobile: Int32Array
  landline: Int32Array
  email: Int32Array
  local: Int32Array
  city: Int32Array
  town: Int32Array
  block: Int32Array
  room: Int32Array
  postcode: Int32Array
  area: Int32Array
  words: Int32Array
  gender: Int32Array
  firm: Int32Array
}
type ColumnName = keyof Columns

/** Columns that draw on one vocabulary can be compared with each other. */
const vocabularies = {
  codes: ['member', 'line'],
  sources: ['source'],
  names: ['family', 'given'],
  readings: ['familyReading', 'givenReading'],
  phones: ['mobile', 'landline'],
  mails: ['email', 'local'],
  places: ['city', 'town', 'block', 'room', 'postcode', 'area', 'words'],
} as const satisfies Record<string, readonly ColumnName[]>
type Vocabulary = keyof typeof vocabularies

/** Records as numbers, ready to be compared by the million. */
export interface Base {
  size: number
  columns: Columns
  others: Int32Array[]
  words: Record<Vocabulary | 'others', Words>
  /** script of each name, by its number */
  scripts: Uint8Array
  /** the same number for kanji names that are easily mistaken for each other, by their number */
  likeKanji: Int32Array
  surnames: { written: Set<string>; readings: Set<string> }
  /** readings seen beside a kanji name, by its number */
  readings: { family: Readings; given: Readings }
}
export type Readings = Map<number, Map<number, number>>

const columnNames: ColumnName[] = [...Object.values(vocabularies).flat(), 'birth', 'gender', 'firm']

export function openBase(otherColumns = 0, room = 1024): Base {
  const columns = Object.fromEntries(columnNames.map((name) => [name, new Int32Array(room)]))
  const names = [...Object.keys(vocabularies), 'others']
  const base: Base = {
    size: 0,
    columns: columns as unknown as Columns,
    others: Array.from({ length: otherColumns }, () => new Int32Array(room)),
    words: Object.fromEntries(names.map((name) => [name, openWords()])) as Base['words'],
    scripts: new Uint8Array(room),
    likeKanji: new Int32Array(room),
    surnames: { written: new Set(), readings: new Set() },
    readings: { family: new Map(), given: new Map() },
  }
  for (const [spelling, kana] of listedReadings) {
    noteReading(
      base.readings.family,
      nameId(base, writtenKey(spelling)),
      wordId(base.words.readings, readingKey(kana)),
      3,
    )
  }
  return base
}

/** Takes records one by one. Those whose name stands in one cell wait for the surnames of the others until the end. */
export function fillBase(base: Base): { add(record: SourceRecord): void; end(): void } {
  const unparted: [number, SourceRecord][] = []
  return {
    add(record) {
      const at = takePlace(base)
      if (isUnparted(record)) unparted.push([at, record])
      else setRecord(base, at, keysOf(record, base.surnames))
    },
    end() {
      for (const [at, record] of unparted) setRecord(base, at, keysOf(record, base.surnames))
      unparted.length = 0
    },
  }
}

export function takePlace(base: Base): number {
  const at = base.size++
  if (at >= base.columns.family.length) {
    for (const name of columnNames) base.columns[name] = doubled(base.columns[name])
    base.others = base.others.map(doubled)
  }
  return at
}

function doubled(column: Int32Array): Int32Array {
  const longer = new Int32Array(column.length * 2)
  longer.set(column)
  return longer
}

/** Without `learning` the record is only judged by what names were known before it. */
export function setRecord(base: Base, at: number, keys: RecordKeys, learning = true): void {
  const { columns, words } = base
  for (const [vocabulary, names] of Object.entries(vocabularies) as [Vocabulary, readonly ColumnName[]][]) {
    for (const name of names) {
      columns[name][at] =
        name === 'area'
          ? wordId(words.places, areaOf(keys.postcode))
          : wordId(words[vocabulary], keys[name as keyof RecordKeys] as string)
    }
  }
  columns.birth[at] = keys.birth
  columns.gender[at] = keys.gender
  columns.firm[at] = keys.firm ? 1 : 0
  base.others.forEach((column, place) => {
    column[at] = wordId(words.others, keys.others[place] ?? '')
  })
  for (const name of [keys.family, keys.given]) nameId(base, name)
  if (learning && keys.given !== '' && !keys.firm) learnName(base, at, keys)
}

/** The district of a postcode: what stands before its last three signs. */
function areaOf(postcode: string): string {
  if (postcode === '') return ''
  return /^\d{7}$/.test(postcode) ? postcode.slice(0, 3) : postcode.slice(0, Math.max(2, postcode.length - 3))
}

/** A name with its kana beside it teaches how its kanji are read, and which names are surnames. */
function learnName(base: Base, at: number, keys: RecordKeys): void {
  const { columns, readings, scripts, surnames } = base
  for (const side of ['family', 'given'] as const) {
    const name = columns[side][at] as number
    const reading = columns[`${side}Reading`][at] as number
    if (reading > 0 && scripts[name] === Script.kanji) noteReading(readings[side], name, reading, 1)
  }
  if (keys.family === '') return
  surnames.written.add(keys.family)
  if (keys.familyReading !== '' && scripts[columns.family[at] as number] === Script.kanji)
    surnames.readings.add(keys.familyReading)
}

function noteReading(readings: Readings, name: number, reading: number, times: number): void {
  let seen = readings.get(name)
  if (!seen) {
    seen = new Map()
    readings.set(name, seen)
  }
  seen.set(reading, (seen.get(reading) ?? 0) + times)
}

function nameId(base: Base, name: string): number {
  const id = wordId(base.words.names, name)
  if (id >= base.scripts.length) {
    base.scripts = grown(base.scripts, new Uint8Array(base.scripts.length * 2))
    base.likeKanji = grown(base.likeKanji, new Int32Array(base.likeKanji.length * 2))
  }
  if (base.scripts[id] === Script.none && name !== '') {
    base.scripts[id] = scriptOf(name)
    const like = likeKanjiKey(name)
    base.likeKanji[id] = like === name ? id : nameId(base, like)
  }
  return id
}

function grown<Column extends Uint8Array | Int32Array>(column: Column, longer: Column): Column {
  longer.set(column)
  return longer
}

function scriptOf(name: string): number {
  if (/\p{Script=Han}/u.test(name)) return Script.kanji
  return /\p{Script=Hiragana}|\p{Script=Katakana}/u.test(name) ? Script.kana : Script.letters
}

/** Readings of a kanji name that are more than a slip of the pen. */
export function trustedReadings(readings: Readings, name: number): number[] {
  const seen = readings.get(name)
  if (!seen) return []
  let total = 0
  for (const times of seen.values()) total += times
  return [...seen].filter(([, times]) => times * 20 >= total && (times > 1 || total < 4)).map(([reading]) => reading)
}
