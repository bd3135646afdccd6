import type { Flow } from '../../../src/connectors/flow/contract.ts'
import { StateTag, type Tone } from '../../ui/Badge.tsx'
import { useConnectionWords } from './words.ts'

const looks: Record<Flow['state'], { tone: Tone; glyph: 'check' | 'clock' | 'alert' | 'cross' | 'waiting' }> = {
  flowing: { tone: 'ok', glyph: 'check' },
  silent: { tone: 'warn', glyph: 'clock' },
  failing: { tone: 'danger', glyph: 'alert' },
  never: { tone: 'quiet', glyph: 'waiting' },
  off: { tone: 'quiet', glyph: 'cross' },
}

export function FlowState({ state }: { state: Flow['state'] }) {
  const words = useConnectionWords()
  return <StateTag {...looks[state]}>{words.states[state]}</StateTag>
}
