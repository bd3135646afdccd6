import type { Base } from './base.ts'
import { type RuleCode, ruleOf, type VetoCode, vetoOf } from './decide.ts'
import { type Field, fields, levels, otherLevels, Place } from './levels.ts'
import { chanceOf, type Judge } from './match.ts'

/** One thing two records have, or have not, in common. */
export interface Evidence {
  /** `phone.mobile`, `given.different`; `other.same` for further columns */
  code: string
  /** powers of two by which it makes one person likelier than strangers; below 0 it speaks against */
  bits: number
  a: string
  b: string
}

export interface Explanation {
  chance: number
  /** chance that they are two people of one household */
  household: number
  rule?: RuleCode
  veto?: VetoCode
  /** the weightiest first */
  evidence: Evidence[]
}

/** Why two records are, or are not, taken for one person. */
export function explainPair(base: Base, judge: Judge, a: number, b: number): Explanation {
  const { logit, household } = judge.scorer.score(a, b)
  const row = judge.scorer.row.slice()
  const { model } = judge.parameters
  const rarity = row[row.length - 1] as number
  const rare =
    rarity === 0 ? 0 : Math.log2((model.rarity.person[rarity] as number) / (model.rarity.stranger[rarity] as number))
  const evidence: Evidence[] = []
  for (let place = 0; place < row.length - 1; place++) {
    const level = row[place] as number
    if (level === 0) continue
    const weight = Math.log2((model.person[place]?.[level] as number) / (model.stranger[place]?.[level] as number))
    evidence.push({
      code: codeOf(place, level),
      bits: weight + (place === Place.given ? rare : 0),
      ...valuesOf(base, place, a, b),
    })
  }
  const rule = ruleOf(row)
  const veto = vetoOf(row, base.columns.firm[a] !== base.columns.firm[b])
  return {
    chance: chanceOf(logit),
    household,
    ...(rule && { rule }),
    ...(veto && { veto }),
    evidence: evidence.sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits)),
  }
}

function codeOf(place: number, level: number): string {
  const field = fields[place]
  return field ? `${field}.${levels[field][level]}` : `other.${otherLevels[level]}`
}

function valuesOf(base: Base, place: number, a: number, b: number): { a: string; b: string } {
  const valueOf =
    place < fields.length
      ? values[fields[place] as Field]
      : (of: Base, at: number) => of.words.others.texts[of.others[place - fields.length]?.[at] as number] ?? ''
  return { a: valueOf(base, a), b: valueOf(base, b) }
}

const nameOf =
  (side: 'family' | 'given') =>
  ({ columns, words }: Base, at: number) =>
    words.names.texts[columns[side][at] as number] ||
    (words.readings.texts[columns[`${side}Reading`][at] as number] as string)

const values: Record<Field, (base: Base, at: number) => string> = {
  family: nameOf('family'),
  given: nameOf('given'),
  birth: ({ columns }, at) => writtenDay(columns.birth[at] as number),
  phone: ({ columns, words }, at) =>
    [columns.mobile[at], columns.landline[at]]
      .flatMap((id) => (id ? [words.phones.texts[id] as string] : []))
      .join(' '),
  email: ({ columns, words }, at) => words.mails.texts[columns.email[at] as number] as string,
  address: ({ columns, words }, at) => {
    const [block, town, post, foreign] = [columns.block[at], columns.town[at], columns.postcode[at], columns.words[at]]
    const text = words.places.texts[(block || town || foreign || post) as number] as string
    const room = words.places.texts[columns.room[at] as number] as string
    return [text.replaceAll('|', ''), room].filter((part) => part !== '').join(' ')
  },
  gender: ({ columns }, at) => ['', 'female', 'male'][columns.gender[at] as number] as string,
  member: ({ columns, words }, at) => words.codes.texts[columns.member[at] as number] as string,
  postcode: ({ columns, words }, at) => words.places.texts[columns.postcode[at] as number] as string,
  line: ({ columns, words }, at) => words.codes.texts[columns.line[at] as number] as string,
}

function writtenDay(birth: number): string {
  if (birth === 0) return ''
  const [year, month, day] = [Math.floor(birth / 10_000), Math.floor(birth / 100) % 100, birth % 100]
  const two = (part: number) => String(part).padStart(2, '0')
  return year === 0 ? `${two(month)}-${two(day)}` : `${year}-${two(month)}-${two(day)}`
}
