import { expect, test } from 'vitest'
import { recordsWithTruth } from '../../demo/index.ts'
import { fillBase, openBase } from './base.ts'
import { explainPair } from './evidence.ts'
import { fields, levels, otherLevels } from './levels.ts'
import { matchBase } from './match.ts'
import type { SourceRecord } from './record.ts'
import { knownCodes, sayEvidence, sayPair } from './sentences.ts'

test('every level has its sentence', () => {
  const codes = [
    ...fields.flatMap((field) => levels[field].slice(1).map((level) => `${field}.${level}`)),
    ...otherLevels.slice(1).map((level) => `other.${level}`),
  ].filter((code) => code !== 'family.swapped')
  expect([...knownCodes].sort()).toEqual(codes.sort())
  for (const code of codes) {
    for (const locale of ['ja', 'en'] as const) expect(sayEvidence({ code, a: '', b: '' }, locale)).not.toBe(code)
  }
})

test('why two records are one person, in words', { timeout: 120_000 }, () => {
  const base = openBase()
  const filling = fillBase(base)
  const told: SourceRecord[] = [
    {
      source: '店舗',
      familyName: '髙橋',
      givenName: '美咲',
      phone: '090-1234-8765',
      birthDate: '昭和60年4月2日',
      address1: '東京都港区赤坂9-7-1',
    },
    {
      source: 'EC',
      familyKana: 'ﾀｶﾊｼ',
      givenKana: 'ﾐｻｷ',
      mobile: '+81 90 1234 8765',
      birthDate: '1985-04-02',
      address1: '港区赤坂9丁目7番1号',
      address2: 'おはようビル205号室',
    },
    { source: '電話', fullName: '高橋 一郎', phone: '090-1234-8765', address1: '東京都港区赤坂9-7-1' },
    { source: '電話', fullName: '高橋 美咲' },
  ]
  for (const record of told) filling.add(record)
  for (const { record } of recordsWithTruth({ records: 4000, seed: 9 })) filling.add(record)
  filling.end()
  const { judge } = matchBase(base)
  const same = explainPair(base, judge, 0, 1)
  expect(same).toMatchObject({ rule: 'mobile' })
  expect(same.chance).toBeGreaterThan(0.999)
  expect(same.evidence.map(({ code }) => code).sort()).toEqual([
    'address.house',
    'birth.same',
    'family.reading',
    'given.reading',
    'phone.mobile',
  ])
  expect(same.evidence.every(({ bits }) => bits > 0)).toBe(true)
  expect(sayPair(same, 'ja', 1)).toMatch(/^(携帯電話が同じ|生年月日が同じ|番地まで同じ).*。$/)
  const phone = same.evidence.find(({ code }) => code === 'phone.mobile')
  expect(phone && sayEvidence(phone, 'en')).toBe('same mobile number (+819012348765)')

  const family = explainPair(base, judge, 0, 2)
  expect(family).toMatchObject({ veto: 'givenName' })
  expect(family.chance).toBeLessThan(0.5)
  expect(sayPair(family, 'ja')).toContain('名が一致しないため、自動では統合しません。')
  expect(explainPair(base, judge, 0, 3).veto).toBe('nameAlone')
})
