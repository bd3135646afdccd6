import type { Counts } from '../../../src/connectors/flow/contract.ts'
import { useFormat } from '../../format.ts'
import { useConnectionWords } from './words.ts'

const always: (keyof Counts)[] = ['received', 'stored']
const whenAny: (keyof Counts)[] = ['duplicate', 'failed', 'unknown']

/** 受信 120, 保存 118, 失敗 2: the figures of a time; the rarer ones only where there are any. `isOut`: what was sent. */
export function Counted({ counts, isOut = false }: { counts: Counts; isOut?: boolean }) {
  const words = useConnectionWords()
  const format = useFormat()
  const shown = [...always, ...whenAny.filter((key) => counts[key] > 0)]
  return (
    <dl className="mt-1 flex flex-wrap gap-x-3 text-note">
      {shown.map((key) => (
        <div key={key} className="flex gap-1" {...(isOut ? {} : { title: words.countNotes[key] })}>
          <dt className="text-ink-2">{isOut ? words.outCounts[key] : words.counts[key]}</dt>
          <dd className={key === 'failed' ? 'text-danger' : undefined}>{format.number(counts[key])}</dd>
        </div>
      ))}
    </dl>
  )
}
