import { many, sql, transaction } from '../../platform/db/db.ts'
import type { ThreadContext } from '../../platform/jobs/thread.ts'
import { foldName } from '../fold.ts'
import type { Matched } from '../matching/index.ts'
import { Address, namesAgree, Phone, Place } from '../matching/index.ts'
import { withoutLegalForm } from '../normalise/firm.ts'
import { type FoundMember, storeFound } from './store-found.ts'

/** More than a family has: a dormitory, an office, a mistake. */
const mostAtHome = 12
/** least chance that two are one household */
const leastChance = 0.8

/**
 * Households: people of one surname, and other given names, who share their home or a telephone and of whom the matcher
 * says so. Firms: people whose record names the same one, however its legal form is written. What people put together or
 * took apart by hand stands.
 */
export async function learnGroups(
  { pool, now }: Pick<ThreadContext, 'pool' | 'now'>,
  everyone: { ids: Float64Array },
  matched: Matched,
): Promise<{ households: number; companies: number }> {
  const households = householdsOf(everyone.ids, matched)
  return transaction(pool, async (tx) => {
    const firms = await many<{ id: number; name: string }>(
      tx,
      sql`select id, company_name as name from customers where company_name <> '' order by id`,
    )
    return {
      households: await storeFound(tx, 'household', households, now),
      companies: await storeFound(tx, 'company', companiesOf(firms), now),
    }
  })
}

function householdsOf(ids: Float64Array, { compared, judge }: Matched): FoundMember[] {
  const fits = compared.rows.map(isFamily)
  const head = new Map<number, number>()
  const headOf = (at: number): number => {
    const next = head.get(at)
    if (next === undefined || next === at) return at
    const found = headOf(next)
    head.set(at, found)
    return found
  }
  for (let at = 0; at < compared.logit.length; at++) {
    if (!fits[compared.pattern[at] as number]) continue
    const [a, b] = [compared.a[at] as number, compared.b[at] as number]
    if (judge.scorer.score(a, b).household < leastChance) continue
    const [one, other] = [headOf(a), headOf(b)]
    head.set(Math.max(one, other), Math.min(one, other))
    head.set(Math.min(one, other), Math.min(one, other))
  }
  const homes = new Map<number, number[]>()
  for (const at of head.keys()) homes.set(headOf(at), [...(homes.get(headOf(at)) ?? []), at])
  return [...homes]
    .filter(([, members]) => members.length > 1 && members.length <= mostAtHome)
    .flatMap(([root, members]) =>
      members.map((at) => ({ root: String(ids[root]), name: '', customerId: ids[at] as number })),
    )
}

/** Same surname, both given names known, and a home or telephone that agrees. */
function isFamily(row: Uint8Array): boolean {
  const [phone, address] = [row[Place.phone] as number, row[Place.address] as number]
  return (
    namesAgree(row[Place.family] as number) &&
    row[Place.given] !== 0 &&
    (address === Address.room || address === Address.house || phone === Phone.landline || phone === Phone.mobile)
  )
}

function companiesOf(firms: { id: number; name: string }[]): FoundMember[] {
  const members = firms
    .map(({ id, name }) => ({ root: foldName(withoutLegalForm(name)), name, customerId: id }))
    .filter(({ root }) => root !== '')
  const sizes = new Map<string, number>()
  for (const { root } of members) sizes.set(root, (sizes.get(root) ?? 0) + 1)
  return members.filter(({ root }) => (sizes.get(root) as number) > 1)
}
