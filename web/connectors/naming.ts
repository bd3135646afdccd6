import type { ImportKind, ImportRow } from '../../src/connectors/imports/contract.ts'
import { ProblemError } from '../api.ts'
import { useProblems } from '../problems.ts'
import { useRejectedWords } from './rejected/words.ts'
import { useImportWords } from './words.ts'

/** The name of a field as people read it; `number` is the number of whatever the file lists. */
export function useFieldName(kind: ImportKind): (field: string) => string {
  const { fields, keep, wholeRow } = useImportWords()
  return (field) => {
    if (field === '') return wholeRow
    if (field.startsWith('attribute')) return keep
    if (field === 'number') return kind === 'orders' ? fields.orderNumber : fields.memberNumber
    return field in fields ? fields[field as keyof typeof fields] : field
  }
}

/** Why a file cannot be read, with the row where that was noticed. */
export function useUnreadable(): (detail: Record<string, unknown>) => string | undefined {
  const words = useImportWords()
  return ({ reason, row }) => {
    const text = words.unreadable[reason as keyof typeof words.unreadable]
    return text && (typeof row === 'number' ? text + words.atRowOf(row) : text)
  }
}

export function useRefusalSentence(): (error: unknown) => string {
  const { sentence } = useProblems()
  const unreadable = useUnreadable()
  return (error) =>
    (error instanceof ProblemError && error.code === 'unreadable-file' && unreadable(error.detail)) || sentence(error)
}

export function isRunning({ status }: Pick<ImportRow, 'status'>): boolean {
  return ['queued', 'staging', 'applying', 'undoing'].includes(status)
}

/** What an import is called: its file, or that it holds corrected rows of one. */
export function useImportName(): (row: Pick<ImportRow, 'fileName' | 'correctsId'>) => string {
  const { corrected } = useRejectedWords()
  return ({ fileName, correctsId }) => (correctsId === null ? fileName : corrected(fileName))
}
