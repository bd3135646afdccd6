import type { Flow, Trouble } from '../../../src/connectors/flow/contract.ts'
import { useLanguage } from '../../words.ts'
import { type KindWords, kindPanels, type TroubleWords } from './kinds.ts'
import { spanOf } from './spans.ts'
import { useConnectionWords } from './words.ts'

/** What a kind that can be set up says of itself. */
function useKindWords(): (kind: string) => KindWords | undefined {
  const language = useLanguage()
  return (kind) => kindPanels.find((panel) => panel.kind === kind)?.words[language]
}

const outgoing = new Set(kindPanels.filter(({ direction }) => direction === 'out').map(({ kind }) => kind))

/** Whether data leaves by this kind. */
export function isOutgoing(kind: string): boolean {
  return outgoing.has(kind)
}

/** Name of a kind, also of one that nobody can set up here. */
export function useKindName(): (kind: string) => string {
  const words = useConnectionWords()
  const kindWords = useKindWords()
  return (kind) => kindWords(kind)?.name ?? words.kinds[kind as keyof typeof words.kinds] ?? kind
}

/** Reason and remedy of what went wrong. */
export function useTrouble(): (
  kind: string,
  trouble: Pick<Trouble, 'code' | 'detail'>,
) => Record<'reason' | 'remedy', string> {
  const words = useConnectionWords()
  const kindWords = useKindWords()
  return (kind, { code, detail }) => {
    const shared: Record<string, TroubleWords> = words.troubleSentences
    const found = kindWords(kind)?.troubles?.[code] ?? shared[code]
    if (!found) return { reason: words.unknownTrouble.reason(code), remedy: words.unknownTrouble.remedy }
    return { reason: typeof found.reason === 'string' ? found.reason : found.reason(detail), remedy: found.remedy }
  }
}

/** When something came last, how late it came, and what is usual here, as phrases. */
export function useArrival(): (flow: Flow, asOf: string) => { last: string; notes: string[]; silence: string | null } {
  const words = useConnectionWords()
  return (flow, asOf) => {
    const { lastAt, lagSeconds, usualGapSeconds: usual, state } = flow
    if (lastAt === null) return { last: words.nothingYet, notes: [], silence: null }
    const gap = usual === null ? null : spanOf(usual, words.ages)
    const seconds = (Date.parse(asOf) - Date.parse(lastAt)) / 1000
    const quiet = spanOf(seconds, words.ages)
    const lag = lagSeconds === null ? [] : [lagSeconds < 60 ? words.lagNone : words.lag(spanOf(lagSeconds, words.ages))]
    const isSilent = state === 'silent' && gap !== null
    return {
      last: seconds < 60 ? words.justNow : words.last(quiet),
      notes: [...lag, ...(gap !== null && !isSilent ? [words.usual(gap)] : [])],
      silence: isSilent ? words.silence(gap, quiet) : null,
    }
  }
}
