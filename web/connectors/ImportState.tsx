import type { ImportRow } from '../../src/connectors/imports/contract.ts'
import { useFormat } from '../format.ts'
import { StateTag, type Tone } from '../ui/Badge.tsx'
import { useImportWords } from './words.ts'

const looks: Record<ImportRow['status'], { tone: Tone; glyph: 'check' | 'clock' | 'alert' | 'cross' | 'waiting' }> = {
  received: { tone: 'warn', glyph: 'alert' },
  queued: { tone: 'quiet', glyph: 'waiting' },
  staging: { tone: 'accent', glyph: 'clock' },
  applying: { tone: 'accent', glyph: 'clock' },
  done: { tone: 'ok', glyph: 'check' },
  failed: { tone: 'danger', glyph: 'alert' },
  cancelled: { tone: 'quiet', glyph: 'cross' },
  undoing: { tone: 'accent', glyph: 'clock' },
  undone: { tone: 'quiet', glyph: 'cross' },
}

export function ImportState({ row }: { row: ImportRow }) {
  const words = useImportWords()
  return <StateTag {...looks[row.status]}>{words.statuses[row.status]}</StateTag>
}

/** 「追加 120、更新 3、変更なし 40」, of what the file lists. */
export function useCountsLine(): (row: ImportRow) => string {
  const words = useImportWords()
  const format = useFormat()
  return ({ kind, counts, rowsRejected, rowsCorrected }) => {
    const { added, updated, unchanged } = counts[kind]
    const parts: [string, number][] = [
      [words.added, added],
      [words.updated, updated],
      [words.unchanged, unchanged],
      [words.rejected, rowsRejected - rowsCorrected],
    ]
    return format.beside(
      parts.filter(([, value]) => value > 0).map(([word, value]) => `${word} ${format.number(value)}`),
    )
  }
}
