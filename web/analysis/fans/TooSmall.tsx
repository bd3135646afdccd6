import type { FanRunReply } from '../../../src/analysis/fans/contract.ts'
import { joinedBy } from '../../customers/name.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useFanWords } from './naming.ts'

/** How few fans there are, why nothing is shown, and what helps. */
export function TooSmall({ run, need }: { run: FanRunReply; need: { buyers: number; fans: number } }) {
  const { counts, definition } = run
  const words = useFanWords()
  const format = useFormat()
  const said = words.small
  const number = (value: number) => format.number(value)
  return (
    <EmptyState
      title={said.title}
      action={<LinkButton href={paths.analysis('fans/definition')}>{words.definition.change}</LinkButton>}
    >
      <div className="flex flex-col gap-2">
        <p>{said.why(number(counts.known), number(counts.fans))}</p>
        <p>{said.need(number(need.buyers), number(need.fans))}</p>
        {counts.tooRecent > 0 && <p>{said.recent(number(counts.tooRecent))}</p>}
        {counts.untold > 0 && (
          <p>
            {joinedBy(
              [said.untold(number(counts.untold)), ...(definition.rank ? [said.ranksBack] : [])],
              words.together,
            )}
          </p>
        )}
        <p>{said.hint}</p>
      </div>
    </EmptyState>
  )
}
