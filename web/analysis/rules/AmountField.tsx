import { useFormat } from '../../format.ts'
import { NumberField } from '../../ui/TextField.tsx'

interface AmountFieldProps {
  label: string
  /** in the currency's smallest unit */
  value: number
  onChange(value: number): void
}

/** An amount of money, typed as people write it: yen whole, dollars with cents. */
export function AmountField({ label, value, onChange }: AmountFieldProps) {
  const { currency, locale } = useFormat()
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const digits = money.resolvedOptions().maximumFractionDigits ?? 0
  const yen = currency === 'JPY' && locale === 'ja-JP'
  return (
    <NumberField
      label={label}
      unit={yen ? '円' : currency}
      value={value / 10 ** digits}
      minValue={0}
      formatOptions={{ minimumFractionDigits: digits, maximumFractionDigits: digits }}
      onChange={(next) => !Number.isNaN(next) && onChange(Math.round(next * 10 ** digits))}
    />
  )
}
