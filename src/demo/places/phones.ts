import { between, type Chance, pick } from '../chance.ts'
import type { Prefecture } from './prefectures.ts'

/** `090-1234-5678`: exchanges that exist, subscriber numbers drawn at random. */
export function drawMobile(chance: Chance): string {
  const prefix = pick(chance, ['090', '080', '070', '090', '080'])
  return `${prefix}-${between(chance, 2, 9)}${digits(chance, 3)}-${digits(chance, 4)}`
}

/** A landline with an area code of the prefecture: ten digits in three groups. */
export function drawLandline(chance: Chance, prefecture: Prefecture): string {
  const area = pick(chance, prefecture.areaCodes)
  const exchange = 6 - area.length
  // 5… and 6… exchanges are in use under every area code
  return `${area}-${between(chance, 5, 6)}${digits(chance, exchange - 1)}-${digits(chance, 4)}`
}

function digits(chance: Chance, count: number): string {
  let text = ''
  for (let index = 0; index < count; index++) text += between(chance, 0, 9)
  return text
}
