import { type Parsed, parsed, problem } from './parsed.ts'

/** An exact decimal: mantissa / 10^scale. Prices like 92.592 are multiplied before anything is rounded. */
export interface Decimal {
  mantissa: number
  scale: number
}

const largest = 1e15

/** `¥1,234`, `1234円`, `△500`, `(500)`, `−500`, `１２３４`, `12.50`. Empty text is no value. */
export function parseDecimal(text: string): Parsed<Decimal | null> {
  const length = text.length
  if (length === 0) return parsed(null)
  // by far the most cells are a few plain digits
  if (length < 10) {
    let value = 0
    let index = 0
    for (; index < length; index++) {
      const digit = text.charCodeAt(index) - 48
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    if (index === length) return parsed({ mantissa: value, scale: 0 })
  }
  return parseWritten(text)
}

const grouped = /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$|^\.(\d+)$/

function parseWritten(text: string): Parsed<Decimal | null> {
  let plain = text
    .normalize('NFKC')
    .replace(/[\s'"]/g, '')
    .replace(/^(JPY|USD|EUR|GBP)|(JPY|USD|EUR|GBP)$/i, '')
  if (plain === '' || plain === '-' || plain === '−') return parsed(null)
  let negative = false
  if (/^\(.+\)$/.test(plain)) {
    negative = true
    plain = plain.slice(1, -1)
  }
  plain = plain.replace(/[¥\\$€£円]/g, '').replace(/\((税込|税抜|税別)\)$/, '')
  if (/^[-−–‐△▲ー]/.test(plain)) {
    negative = !negative
    plain = plain.slice(1)
  } else if (/[-−]$/.test(plain)) {
    negative = true
    plain = plain.slice(0, -1)
  } else if (plain.startsWith('+')) plain = plain.slice(1)
  if (/^\d(\.\d+)?e\+?\d+$/i.test(plain)) return problem('excel-scientific')
  const match = grouped.exec(plain)
  if (!match) return problem('not-an-amount')
  const fraction = (match[1] ?? match[2] ?? '').replace(/0+$/, '')
  const mantissa = Number(plain.replaceAll(',', '').split('.')[0] + fraction)
  if (mantissa > largest || fraction.length > 8) return problem('amount-too-large')
  return parsed({ mantissa: negative ? -mantissa : mantissa, scale: fraction.length })
}

/** value × quantity in the currency's smallest unit, halves away from zero. */
export function inMinorUnits(value: Decimal, decimals: number, quantity = 1): number {
  const product = value.mantissa * quantity
  const scale = value.scale - decimals
  if (scale <= 0) return product * 10 ** -scale
  const unit = 10 ** scale
  const rounded = Math.floor((Math.abs(product) + unit / 2) / unit)
  return product < 0 ? -rounded : rounded
}

/** Decimals of a currency: 0 for yen, 2 for pounds. */
export function currencyDecimals(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

export function parseAmount(text: string, decimals: number): Parsed<number | null> {
  const decimal = parseDecimal(text)
  if (decimal.problem !== undefined || decimal.value === null) return decimal as Parsed<null>
  const amount = inMinorUnits(decimal.value, decimals)
  return Math.abs(amount) > largest ? problem('amount-too-large') : parsed(amount)
}

/** Whole numbers: quantities, days. `2個` and `2.0` are 2. */
export function parseWhole(text: string): Parsed<number | null> {
  const decimal = parseDecimal(/[個点日本枚箱]$/.test(text) ? text.slice(0, -1) : text)
  if (decimal.problem !== undefined) return problem('not-a-number')
  if (decimal.value === null) return parsed(null)
  if (decimal.value.scale > 0 || Math.abs(decimal.value.mantissa) > 2_000_000_000) return problem('not-a-number')
  return parsed(decimal.value.mantissa)
}
