import type { Problem } from './contract.ts'
import { Refusal, type RefusalCode, refusalStatus } from './refusal.ts'

/** Turns whatever was thrown into problem+json. Bugs say nothing but that they are bugs. */
export function problemOf(error: unknown): Problem {
  const refusal = error instanceof Refusal ? error : new Refusal(codeOf(error))
  return {
    type: `/api/docs#${refusal.code}`,
    title: refusal.code.replaceAll('-', ' '),
    status: refusalStatus[refusal.code],
    code: refusal.code,
    ...(Object.keys(refusal.detail).length > 0 ? { detail: refusal.detail } : {}),
    ...(refusal.fields.length > 0 ? { fields: refusal.fields } : {}),
  }
}

function codeOf(error: unknown): RefusalCode {
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'body-too-large'
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'unsupported-media-type'
  if (code && isDatabaseAway(code)) return 'database-busy'
  if (code && isUnfitValue(code)) return 'invalid-request'
  if (statusCode && statusCode >= 400 && statusCode < 500) return 'malformed-body'
  return 'internal-error'
}

/** Connection refused, reset or ended; statement time-out; too many connections; deadlock; starting or shutting down. */
function isDatabaseAway(code: string): boolean {
  return /^(ECONN|EPIPE|ENOENT|57|08|53300|40P01|40001)/.test(code)
}

/** What only the database can tell of a value: a NUL in a text, out of range, a reference to nothing. */
function isUnfitValue(code: string): boolean {
  return /^(22021|22003|22007|22008|22P02|23503)$/.test(code)
}
