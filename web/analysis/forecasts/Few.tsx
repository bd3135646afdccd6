import { useForecastWords } from './words.ts'

/** below this many customers a figure says little */
const few = 30

/** Said under figures of groups, where some of them are small. */
export function Few({ groups }: { groups: readonly { customers: number }[] }) {
  const words = useForecastWords()
  if (!groups.some(({ customers }) => customers > 0 && customers < few)) return null
  return <p className="mt-2 max-w-[52em] text-note text-ink-2">{words.few}</p>
}
