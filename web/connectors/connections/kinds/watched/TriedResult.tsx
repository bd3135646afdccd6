import type { ReactNode } from 'react'
import type { Tried } from '../../../../../src/connectors/watched/contract.ts'
import { Notice } from '../../../../ui/Badge.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { useTrouble } from '../../sentences.ts'
import type { WatchKind } from './draft.ts'
import { useWatchWords } from './words.ts'

interface TriedProps {
  kind: WatchKind
  tried: Tried
  /** the key that the draft holds; '' before the first look */
  known: string
  onLearn(hostKey: string): void
}

/** What a try found: the files that would come in and the key of the server, or what stands in the way. */
export function TriedResult({ kind, tried, known, onLearn }: TriedProps) {
  const words = useWatchWords()
  const tell = useTrouble()
  const { problem, files, hostKey } = tried
  if (problem) {
    const { reason, remedy } = tell(kind, problem)
    const { seen } = problem.detail
    return (
      <div role="alert" className="flex flex-col gap-3">
        <Notice tone="danger">
          {reason}
          {remedy}
        </Notice>
        {problem.code === 'host-key-changed' && typeof seen === 'string' && (
          <HostKey hostKey={seen}>
            {known !== seen && <Button onPress={() => onLearn(seen)}>{words.learnKey}</Button>}
          </HostKey>
        )}
      </div>
    )
  }
  return (
    <div role="status" className="flex flex-col gap-3">
      <Notice tone="ok" glyph="check">
        {words.triedOk(files.length)}
      </Notice>
      {files.length > 0 && (
        <ul className="list-disc pl-5 text-small">
          {files.map(({ name }) => (
            <li key={name} className="break-all">
              {name}
            </li>
          ))}
        </ul>
      )}
      {hostKey && <HostKey hostKey={hostKey} />}
    </div>
  )
}

export function HostKey({ hostKey, children }: { hostKey: string; children?: ReactNode }) {
  const words = useWatchWords()
  return (
    <div className="text-small">
      <p className="font-bold">{words.hostKey}</p>
      <p className="break-all">{hostKey}</p>
      <p className="text-note text-ink-2">{words.hostKeyNote}</p>
      {children}
    </div>
  )
}
