/** An expected "no": a code that the web app turns into a sentence. Bugs are thrown as ordinary errors instead. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly fields: FieldProblem[]
  /** facts the sentence needs (counts, names of fields, the current version); never personal data */
  readonly detail: Record<string, unknown>

  constructor(code: RefusalCode, detail: Record<string, unknown> = {}, fields: FieldProblem[] = []) {
    super(code)
    this.code = code
    this.detail = detail
    this.fields = fields
  }
}

export interface FieldProblem {
  /** path of the field, as `contactPoints.0.value` */
  field: string
  code: string
  detail?: Record<string, unknown>
}

/** code → HTTP status: the one place where refusals become statuses */
export const refusalStatus = {
  'invalid-request': 422,
  'unknown-field': 422,
  'malformed-body': 400,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'not-signed-in': 401,
  'second-factor-needed': 401,
  'wrong-credentials': 401,
  'not-allowed': 403,
  'foreign-origin': 403,
  'not-found': 404,
  conflict: 409,
  'already-exists': 409,
  'already-done': 409,
  'in-progress': 409,
  'in-use': 409,
  'last-owner': 409,
  gone: 410,
  'unreadable-file': 422,
  'key-reused': 422,
  'too-many-attempts': 429,
  'database-busy': 503,
  'internal-error': 500,
} as const
export type RefusalCode = keyof typeof refusalStatus
