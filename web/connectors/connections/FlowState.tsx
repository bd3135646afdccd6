import type { Flow } from '../../../src/connectors/flow/contract.ts'
import { StateTag, type Tone } from '../../ui/Badge.tsx'
import { isOutgoing } from './sentences.ts'
import { useConnectionWords } from './words.ts'

const looks: Record<Flow['state'], { tone: Tone; glyph: 'check' | 'clock' | 'alert' | 'cross' | 'waiting' }> = {
  flowing: { tone: 'ok', glyph: 'check' },
  silent: { tone: 'warn', glyph: 'clock' },
  failing: { tone: 'danger', glyph: 'alert' },
  never: { tone: 'quiet', glyph: 'waiting' },
  off: { tone: 'quiet', glyph: 'cross' },
}

export function FlowState({ flow: { kind, state } }: { flow: Pick<Flow, 'kind' | 'state'> }) {
  const words = useConnectionWords()
  const isOut = isOutgoing(kind)
  // nothing to tell is nothing wrong
  const shown = isOut && state === 'silent' ? 'flowing' : state
  return <StateTag {...looks[shown]}>{isOut ? words.outStates[shown] : words.states[shown]}</StateTag>
}
