import type { MessageKind } from '../../../src/connectors/hooks/contract.ts'
import { useFieldName } from '../naming.ts'
import { useHookWords } from './words.ts'

/** The name of a field of a rule; of events, fields of their own. */
export function useRuleFieldName(kind: MessageKind): (field: string) => string {
  const words = useHookWords()
  const ofFile = useFieldName(kind === 'events' ? 'customers' : kind)
  return (field) => {
    if (kind !== 'events') return ofFile(field)
    if (field.startsWith('data:')) return words.keptData(field.slice(5))
    return field in words.eventFields ? words.eventFields[field as keyof typeof words.eventFields] : field
  }
}
