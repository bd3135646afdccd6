import { use, useMemo } from 'react'
import { SessionContext } from './session.ts'
import { type Language, useLanguage } from './words.ts'

const locales = { ja: 'ja-JP', en: 'en-US' } as const
const minus = (text: string) => text.replace('-', '−')

/** A calendar day, `2026-11-22`, stands for itself: it is written in UTC so that no zone ever shifts it. */
const dayAsInstant = (day: string) => new Date(`${day}T00:00:00Z`)

/** How numbers, money, days and times are written, in one language, for one company. */
export function formatsFor(language: Language, company: { timeZone: string; currency: string }) {
  const locale = locales[language]
  const { timeZone, currency } = company
  const japanese = language === 'ja'
  const plain = new Intl.NumberFormat(locale)
  const currencyFormat = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const digits = currencyFormat.resolvedOptions().maximumFractionDigits ?? 0
  const rough = { notation: 'compact', maximumSignificantDigits: 3 } as const
  const roughAmount = new Intl.NumberFormat(locale, rough)
  const roughCurrency = new Intl.NumberFormat(locale, { style: 'currency', currency, ...rough })
  const amount = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  const inZone = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options })
  const inUtc = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
  const dayOptions: Intl.DateTimeFormatOptions = japanese
    ? { year: 'numeric', month: '2-digit', day: '2-digit' }
    : { year: 'numeric', month: 'short', day: 'numeric' }
  const dayOfInstant = inZone(dayOptions)
  const dayOfDay = inUtc(dayOptions)
  const shortDay = inUtc({ month: 'short', day: 'numeric' })
  const weekdayOfDay = inUtc({ weekday: 'short' })
  const monthOfDay = inUtc(japanese ? { year: 'numeric', month: '2-digit' } : { year: 'numeric', month: 'short' })
  const time = inZone({ hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })
  const era = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { timeZone: 'UTC', era: 'long', year: 'numeric' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const instant = (at: string | Date) => (typeof at === 'string' ? new Date(at) : at)

  return {
    locale,
    number: (value: number) => minus(plain.format(value)),
    /** one decimal, of a share between 0 and 1: 0.3124 → 31.2 */
    percent: (share: number, decimals = 1) => minus((share * 100).toFixed(decimals)),
    decimal: (value: number, decimals = 1) =>
      minus(
        new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
          value,
        ),
      ),
    /** the figure of an amount in the currency's smallest unit, without its unit: for columns whose heading names it */
    amount: (smallest: number) => minus(amount.format(smallest / 10 ** digits)),
    /** an amount as one text, for labels and sentences; screens use <Money> */
    money: (smallest: number) =>
      japanese && currency === 'JPY'
        ? `${minus(amount.format(smallest))}円`
        : minus(currencyFormat.format(smallest / 10 ** digits)),
    /** an estimate, by its first three digits: 1320万円, ¥13.2M */
    moneyAbout: (smallest: number) =>
      japanese && currency === 'JPY'
        ? `${minus(roughAmount.format(smallest))}円`
        : minus(roughCurrency.format(smallest / 10 ** digits)),
    currency,
    /** behind the heading of a column of amounts */
    inUnit: currency !== 'JPY' ? ` (${currency})` : japanese ? '（円）' : ' (¥)',
    day: (day: string) => dayOfDay.format(dayAsInstant(day)),
    /** 2026/11/22（日） */
    dayWithWeekday: (day: string) => {
      const weekday = weekdayOfDay.format(dayAsInstant(day))
      return japanese
        ? `${dayOfDay.format(dayAsInstant(day))}（${weekday}）`
        : `${weekday}, ${dayOfDay.format(dayAsInstant(day))}`
    },
    /** 11/22, Nov 22: where the year goes without saying */
    dayOfYear: (day: string) => (japanese ? day.slice(5).replace('-', '/') : shortDay.format(dayAsInstant(day))),
    /** from … to, of whatever is written already: 11/1〜11/22, Nov 1 – Nov 22 */
    span: (from: string, to: string) => (japanese ? `${from}〜${to}` : `${from} – ${to}`),
    /** what stands side by side in one line, with a wide space or a dot between */
    beside: (parts: string[]) => parts.filter((part) => part !== '').join(japanese ? '　' : ' · '),
    weekday: (day: string) => weekdayOfDay.format(dayAsInstant(day)),
    month: (day: string) => monthOfDay.format(dayAsInstant(`${day.slice(0, 7)}-01`)),
    /** 昭和43年; outside Japanese there is none */
    era: (day: string) => (japanese ? era.format(dayAsInstant(day)) : null),
    /** 1968/04/12（昭和43年） */
    birthday: (day: string) =>
      japanese
        ? `${dayOfDay.format(dayAsInstant(day))}（${era.format(dayAsInstant(day))}）`
        : dayOfDay.format(dayAsInstant(day)),
    date: (at: string | Date) => dayOfInstant.format(instant(at)),
    time: (at: string | Date) => time.format(instant(at)),
    dateTime: (at: string | Date) => `${dayOfInstant.format(instant(at))} ${time.format(instant(at))}`,
    /** the calendar day of an instant in the company's zone, `2026-11-22` */
    dayOf: (at: string | Date) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(instant(at)),
    ago: (at: string | Date, now: Date) => {
      const seconds = (instant(at).getTime() - now.getTime()) / 1000
      const steps = [
        ['day', 86_400],
        ['hour', 3600],
        ['minute', 60],
      ] as const
      const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
      return relative.format(Math.trunc(seconds / size), unit)
    },
    /** sorts names as the language does */
    compare: new Intl.Collator(locale, { numeric: true }).compare,
  }
}
export type Formats = ReturnType<typeof formatsFor>

const unnamed = { timeZone: 'Asia/Tokyo', currency: 'JPY' }

export function useFormat(): Formats {
  const language = useLanguage()
  const { timeZone, currency } = use(SessionContext)?.company ?? unnamed
  return useMemo(() => formatsFor(language, { timeZone, currency }), [language, timeZone, currency])
}
