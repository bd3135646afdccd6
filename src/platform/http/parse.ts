import type * as z from 'zod'
import { type FieldProblem, Refusal } from './refusal.ts'

/** Parses what came in by a route's schema; what does not fit is refused by field, unknown fields first. */
export function parse<S extends z.ZodType>(schema: S, input: unknown, where: 'params' | 'query' | 'body'): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true })
  if (result.success) return result.data
  const fields = result.error.issues.flatMap(problemsOf)
  // A path that is no id names nothing: the same answer as a missing record.
  if (where === 'params') throw new Refusal('not-found')
  const unknown = fields.some((field) => field.code === 'unknown-field')
  throw new Refusal(unknown ? 'unknown-field' : 'invalid-request', { where }, fields)
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...path, key].join('.'), code: 'unknown-field' }))
  }
  return [{ field: path.join('.'), ...codeOf(issue) }]
}

/** A short code a words file can turn into a sentence; never the value itself. */
function codeOf(issue: z.core.$ZodIssue): Omit<FieldProblem, 'field'> {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'required' }
        : { code: 'wrong-type', detail: { expected: issue.expected } }
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? { code: 'required' }
        : { code: 'too-small', detail: { minimum: Number(issue.minimum), of: issue.origin } }
    case 'too_big':
      return { code: 'too-big', detail: { maximum: Number(issue.maximum), of: issue.origin } }
    case 'invalid_format':
      return { code: 'wrong-format', detail: { format: issue.format } }
    case 'invalid_value':
      return { code: 'not-a-choice', detail: { choices: issue.values.map(String) } }
    case 'custom':
      return { code: typeof issue.params?.code === 'string' ? issue.params.code : 'invalid' }
    default:
      return { code: 'invalid' }
  }
}
