import { NumberField } from '../../ui/TextField.tsx'

interface CountFieldProps {
  label: string
  unit: string
  value: number
  least: number
  onChange(value: number): void
}

/** A whole number of days or purchases. */
export function CountField({ label, unit, value, least, onChange }: CountFieldProps) {
  return (
    <NumberField
      label={label}
      unit={unit}
      value={value}
      minValue={least}
      maxValue={36_500}
      formatOptions={{ maximumFractionDigits: 0 }}
      onChange={(next) => !Number.isNaN(next) && onChange(next)}
    />
  )
}
