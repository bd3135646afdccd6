import type { Actor } from '../platform/access.ts'
import { Refusal } from '../platform/http/refusal.ts'

/** Stored figures are of the whole company: staff limited to stores would see counts their lists cannot show. */
export function wholeCompany(actor: Actor): void {
  if (actor.storeIds !== null) throw new Refusal('not-allowed', { reason: 'limited-to-stores' })
}
