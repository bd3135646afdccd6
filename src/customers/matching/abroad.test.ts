import { describe, expect, test } from 'vitest'
import { type AbroadRecord, febrlLike, historicalLike } from '../../../test/records-abroad.ts'
import { recordsWithTruth } from '../../demo/index.ts'
import { fillBase, openBase } from './base.ts'
import { evaluateMatching, type MatchReport } from './evaluate.ts'
import type { SourceRecord } from './record.ts'

interface Told {
  record: SourceRecord
  person: number
}

/** Nothing is set for any of these: what a base is like is learned from it. */
function judge(records: Iterable<Told>, others = 0): MatchReport {
  const base = openBase(others)
  const filling = fillBase(base)
  const persons: number[] = []
  for (const { record, person } of records) {
    filling.add(record)
    persons.push(person)
  }
  filling.end()
  const truth = [...Map.groupBy(persons.keys(), (at) => persons[at]).values()].flatMap((all) =>
    all.flatMap((a, at) => all.slice(at + 1).map((b): [number, number] => [a, b])),
  )
  return evaluateMatching(base, { truth, precision: 0.999 })
}

const australian = ({ id, person, cells: c }: AbroadRecord): Told => ({
  person,
  record: {
    source: id.endsWith('org') ? 'a' : 'b',
    familyName: c.surname ?? '',
    givenName: c.given_name ?? '',
    prefecture: c.state ?? '',
    address1: `${c.street_number} ${c.address_1}`,
    address2: `${c.address_2} ${c.suburb}`,
    postcode: c.postcode ?? '',
    birthDate: c.date_of_birth ?? '',
  },
})

describe('records in Latin script', () => {
  test('few duplicates, a fourth of them in threes and more', { timeout: 120_000 }, () => {
    const report = judge(
      [
        ...febrlLike({
          seed: 2,
          originals: 1500,
          duplicates: (chance) => (chance.next() < 0.15 ? 1 + Math.floor(4 * chance.next() ** 2) : 0),
          changes: 4,
          perCell: 2,
        }),
      ].map(australian),
    )
    expect(report.clusters.f1).toBeGreaterThanOrEqual(0.995)
    expect(report.autoLinks.precision).toBeGreaterThanOrEqual(0.998)
  })

  test('two files of the same people', { timeout: 120_000 }, () => {
    const found = [...febrlLike({ seed: 4, originals: 1500, duplicates: () => 1, changes: 4, perCell: 2 })]
    const byFile = found.toSorted((x, y) => Number(x.id.endsWith('0')) - Number(y.id.endsWith('0')))
    const report = judge(byFile.map(australian))
    expect(report.clusters.f1).toBeGreaterThanOrEqual(0.997)
    expect(report.autoLinks.precision).toBeGreaterThanOrEqual(0.998)
  })

  const wholeName = ({ person, cells: c }: AbroadRecord): Told => ({
    person,
    record: { ...past(c), fullName: c.full_name ?? '' },
  })
  const halves = ({ person, cells: c }: AbroadRecord): Told => ({
    person,
    record: { ...past(c), familyName: c.surname ?? '', givenName: c.first_name ?? '', gender: c.gender ?? '' },
  })
  const past = (c: Record<string, string>) => ({
    birthDate: c.dob ?? '',
    postcode: c.postcode_fake ?? '',
    others: [c.birth_place ?? '', c.occupation ?? ''],
  })
  test.each([
    ['name in one cell', wholeName],
    ['name in two cells', halves],
  ])('ten records each and relatives of like lives, %s', { timeout: 120_000 }, (_, written) => {
    const report = judge([...historicalLike({ seed: 6, persons: 350 })].map(written), 2)
    expect(report.clusters.f1).toBeGreaterThanOrEqual(0.87)
    expect(report.clusters.precision).toBeGreaterThanOrEqual(0.85)
  })
})

test('chances are what they say: of pairs given 70 %, seven in ten are one person', { timeout: 120_000 }, () => {
  const report = judge(recordsWithTruth({ records: 40_000, seed: 71 }))
  for (const { pairs, expected, observed } of report.calibration) {
    // two points, and what chance may add among so many pairs
    const spread = 2.5 * Math.sqrt((expected * (1 - expected)) / Math.max(1, pairs))
    expect(Math.abs(observed - expected)).toBeLessThan(0.02 + spread)
  }
  expect(report.autoLinks.precision).toBeGreaterThanOrEqual(0.998)
  expect(report.autoLinks.recall).toBeGreaterThanOrEqual(0.85)
})
