import type { Connection } from '../../../src/connectors/connections/contract.ts'
import { getFlow, listFlows, settleTrouble, type Trouble } from '../../../src/connectors/flow/contract.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { toast } from '../../ui/toast.ts'
import { useTrouble } from './sentences.ts'
import { useConnectionWords } from './words.ts'

/** What went wrong in the last 30 days, what still does first: reason, remedy, how often. */
export function Troubles({ connection, troubles }: { connection: Connection; troubles: Trouble[] }) {
  const words = useConnectionWords()
  return (
    <Section title={words.troubles}>
      {troubles.length === 0 ? (
        <p className="py-1 text-ink-2">{words.noTroubles}</p>
      ) : (
        <ul>
          {troubles.map((trouble) => (
            <Line key={trouble.id} connection={connection} trouble={trouble} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Line({ connection, trouble }: { connection: Connection; trouble: Trouble }) {
  const words = useConnectionWords()
  const format = useFormat()
  const may = useMay()
  const { reason, remedy } = useTrouble()(connection.kind, trouble)
  const { importId } = trouble.detail
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-t border-rule py-3 first:border-t-0">
      <div className="min-w-0 flex-1 basis-80">
        <p className="flex flex-wrap items-baseline gap-x-3">
          {trouble.settledAt ? (
            <StateTag tone="quiet" glyph="check">
              {words.settled(format.dateTime(trouble.settledAt))}
            </StateTag>
          ) : (
            <StateTag tone="danger" glyph="alert">
              {words.states.failing}
            </StateTag>
          )}
          <b>{reason}</b>
        </p>
        <p className="mt-0.5">
          {remedy} {typeof importId === 'number' && <Link href={paths.import(importId)}>{words.seeImport}</Link>}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-note text-ink-2">
          {trouble.subject && <span className="break-all">{trouble.subject}</span>}
          <span>{words.since(format.dateTime(trouble.firstAt))}</span>
          <span>{words.times(trouble.times)}</span>
        </p>
      </div>
      {!trouble.settledAt && may('connections.write') && <Settle connectionId={connection.id} trouble={trouble} />}
    </li>
  )
}

function Settle({ connectionId, trouble }: { connectionId: number; trouble: Trouble }) {
  const words = useConnectionWords()
  const { sentence } = useProblems()
  const settle = useAction(settleTrouble, {
    refresh: [getFlow, listFlows],
    onDone: () => toast.done(words.wasSettled),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return (
    <Button
      isPending={settle.pending}
      onPress={() => settle.run({ params: { id: connectionId, troubleId: trouble.id } })}
    >
      {words.settle}
    </Button>
  )
}
