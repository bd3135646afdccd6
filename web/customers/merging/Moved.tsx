import { useQueryClient } from '@tanstack/react-query'
import type { MergePreview } from '../../../src/customers/contract.ts'
import { useFormat } from '../../format.ts'
import { useMergingWords } from './words.ts'

/** What changes its place, and how much of it. */
export function Moved({ title, moved }: { title: string; moved: MergePreview['moved'] }) {
  const words = useMergingWords()
  const format = useFormat()
  return (
    <section>
      <h3 className="mb-1 text-note text-ink-2">{title}</h3>
      {moved.length === 0 && <p>{words.dialog.nothing}</p>}
      <ul className="flex flex-wrap gap-x-5">
        {moved.map(({ what, count }) => (
          <li key={what}>{words.thing(words.things[what], format.number(count))}</li>
        ))}
      </ul>
    </section>
  )
}

/** A merge changes nearly everything that is shown of a customer. */
export function useRefreshAll(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries()
}
