import { readBinary } from '../../platform/db/copy-read.ts'
import { type Db, many, type Sql, sql, type Tx } from '../../platform/db/db.ts'
import type { SourceRecord } from '../matching/index.ts'

/** A customer as the matcher sees them. */
export interface KnownRecord {
  id: number
  record: SourceRecord
  /** ways to reach them that were proven to be theirs */
  verified: { email: boolean; phone: boolean }
}

interface Profile {
  id: number
  number: string
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  companyName: string
  birthOn: string
  gender: string
}

interface Point {
  kind: string
  value: string
  postcode: string
  prefecture: string
  address1: string
  address2: string
  isVerified: boolean
}

/** A customer's row for each way to reach them, the primary ones first; without any, one row. */
const rows = (which: Sql) => sql`
  select c.id, coalesce(c.number, ''), c.family_name, c.given_name, c.family_kana,
    c.given_kana, c.company_name, coalesce(c.birth_on::text, ''), coalesce(c.gender, ''), coalesce(p.kind, ''),
    coalesce(p.value, ''), coalesce(p.postcode, ''), coalesce(p.prefecture, ''), coalesce(p.address1, ''),
    coalesce(p.address2, ''), coalesce(p.status = 'verified', false)
  from customers c left join contact_points p on p.customer_id = c.id and p.status <> 'wrong'
  ${which} order by c.id, p.is_primary desc, p.id`

/** Every customer in order of their ids. */
export async function readEveryone(tx: Tx, visit: (known: KnownRecord) => void): Promise<void> {
  let profile: Profile | undefined
  let points: Point[] = []
  const close = () => profile && visit(recordOf(profile, points))
  await readBinary(tx, rows(sql.empty), 16, (fields) => {
    const id = fields.int8(0)
    if (id !== profile?.id) {
      close()
      profile = profileOf(
        id,
        Array.from({ length: 8 }, (_, at) => fields.text(at + 1)),
      )
      points = []
    }
    const kind = fields.text(9)
    if (kind !== '')
      points.push(
        pointOf(
          kind,
          Array.from({ length: 5 }, (_, at) => fields.text(at + 10)),
          fields.bool(15),
        ),
      )
  })
  close()
}

/** Some customers in order of their ids; those who are no more are left out. */
export async function readSome(db: Db, ids: readonly number[]): Promise<KnownRecord[]> {
  const found = await many<{ id: number; texts: string[]; kind: string; parts: string[]; isVerified: boolean }>(
    db,
    sql`select id, array[number, family_name, given_name, family_kana, given_kana, company_name, birth_on, gender] as texts,
          kind, array[value, postcode, prefecture, address1, address2] as parts, is_verified as "isVerified"
        from (${rows(sql`where c.id = any(${ids})`)}) known (id, number, family_name, given_name, family_kana,
          given_kana, company_name, birth_on, gender, kind, value, postcode, prefecture, address1, address2, is_verified)`,
  )
  const known: KnownRecord[] = []
  let at = 0
  while (at < found.length) {
    const { id, texts } = found[at] as (typeof found)[number]
    const points: Point[] = []
    for (; found[at]?.id === id; at++) {
      const { kind, parts, isVerified } = found[at] as (typeof found)[number]
      if (kind !== '') points.push(pointOf(kind, parts, isVerified))
    }
    known.push(recordOf(profileOf(id, texts), points))
  }
  return known
}

function profileOf(id: number, texts: string[]): Profile {
  const [number, familyName, givenName, familyKana, givenKana, companyName, birthOn, gender] = texts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return { id, number, familyName, givenName, familyKana, givenKana, companyName, birthOn, gender }
}

function pointOf(kind: string, parts: string[], isVerified: boolean): Point {
  const [value, postcode, prefecture, address1, address2] = parts as [string, string, string, string, string]
  return { kind, value, postcode, prefecture, address1, address2, isVerified }
}

/** Several phones stand one after the other: the matcher takes the first mobile and the first other one. */
function recordOf(profile: Profile, points: Point[]): KnownRecord {
  const of = (kind: string) => points.filter((one) => one.kind === kind)
  const [address] = of('address')
  const [email] = of('email')
  const phones = of('phone')
  const person = profile.familyName + profile.givenName + profile.familyKana + profile.givenKana !== ''
  return {
    id: profile.id,
    record: {
      // numbers are given out one after the other: only that two are the same says anything, not that they are alike
      source: profile.number,
      memberNo: profile.number,
      // a firm without a person is matched by its own name
      familyName: person ? profile.familyName : profile.companyName,
      givenName: profile.givenName,
      familyKana: profile.familyKana,
      givenKana: profile.givenKana,
      birthDate: profile.birthOn,
      gender: profile.gender,
      postcode: address?.postcode ?? '',
      prefecture: address?.prefecture ?? '',
      address1: address?.address1 ?? '',
      address2: address?.address2 ?? '',
      email: email?.value ?? '',
      phone: phones.map(({ value }) => value).join(' / '),
      lineId: of('line')[0]?.value ?? '',
    },
    verified: { email: email?.isVerified ?? false, phone: phones[0]?.isVerified ?? false },
  }
}
