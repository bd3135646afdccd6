import { listPulls, pullNow } from '../../../src/connectors/hooks/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { Reading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useHookWords } from './words.ts'

/** How far what changed in the shop was read, kind by kind. */
export function Pulls({ connectionId }: { connectionId: number }) {
  const words = useHookWords()
  const format = useFormat()
  const may = useMay()
  const { sentence } = useProblems()
  const pulls = useCall(listPulls, { params: { id: connectionId } }, { interval: () => 5_000 })
  const pull = useAction(pullNow, {
    refresh: [listPulls],
    onDone: () => toast.done(words.pullStarted),
    onFailed: (failure) => toast.failed(sentence(failure)),
  })
  const button = (
    <Button isPending={pull.pending} onPress={() => pull.run({ params: { id: connectionId } })}>
      {words.pullNow}
    </Button>
  )
  return (
    <Section title={words.pulled} note={words.pulledNote} end={may('connections.write') && button}>
      <Reading of={pulls} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="py-1 text-ink-2">{words.pullNever}</p>
          ) : (
            <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 py-1">
              {items.map(({ topic, doneAt, failures, tryAt }) => (
                <div key={topic} className="contents">
                  <dt className="text-ink-2">{words.topics[topic as keyof typeof words.topics] ?? topic}</dt>
                  <dd>
                    {failures > 0
                      ? words.pullRetry(format.dateTime(tryAt))
                      : doneAt
                        ? words.pullDone(format.dateTime(doneAt))
                        : words.pullNever}
                  </dd>
                </div>
              ))}
            </dl>
          )
        }
      </Reading>
    </Section>
  )
}
