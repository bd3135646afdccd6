import { useRef } from 'react'
import { ProblemError } from './api.ts'
import { useWords } from './words.ts'

const nothing: Record<string, string> = {}

interface FieldProblem {
  field: string
  code: string
  detail?: Record<string, unknown> | undefined
}

/** Turns refusals into sentences: one for the whole, and by field for forms. */
export function useProblems() {
  const words = useWords()
  // one object for one refusal, however often it is drawn: a form tells by it whether it was refused anew
  const known = useRef(new WeakMap<ProblemError, Record<string, string>>())

  function sentence(error: unknown): string {
    const code = error instanceof ProblemError ? error.code : 'internal-error'
    return words.problems[code] ?? words.problems['internal-error']
  }

  function fieldSentence({ code, detail = {} }: FieldProblem): string {
    const text = detail.of === 'string'
    const { minimum, maximum } = detail
    if (code === 'too-small' && typeof minimum === 'number')
      return words.fields[text ? 'too-short' : 'too-small'](minimum)
    if (code === 'too-big' && typeof maximum === 'number') return words.fields[text ? 'too-long' : 'too-big'](maximum)
    const found = code in words.fields ? words.fields[code as keyof typeof words.fields] : undefined
    return typeof found === 'string' ? found : words.fields.invalid
  }

  /** field path → sentence, the shape forms and React Aria's Form take */
  function byField(error: unknown): Record<string, string> {
    if (!(error instanceof ProblemError)) return nothing
    const sentences =
      known.current.get(error) ??
      Object.fromEntries(error.fields.map((problem) => [problem.field, fieldSentence(problem)]))
    known.current.set(error, sentences)
    return sentences
  }

  /** what the browser itself finds wrong with a field, in our language; undefined when a rule of ours speaks */
  function nativeSentence(validity: ValidityState): string | undefined {
    if (validity.customError || validity.valid) return undefined
    if (validity.valueMissing) return words.fields.required
    return validity.typeMismatch || validity.patternMismatch ? words.fields['wrong-format'] : words.fields.invalid
  }

  return { sentence, byField, nativeSentence }
}
