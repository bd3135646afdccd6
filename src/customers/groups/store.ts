import { type Db, many, one, type Sql, sql, type Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'

type Kind = 'household' | 'company'

export interface GroupRow {
  id: number
  kind: Kind
  name: string
  members: {
    id: number
    familyName: string
    givenName: string
    familyKana: string
    givenKana: string
    companyName: string
    number: string | null
    via: 'match' | 'screen'
  }[]
  hidden: number
}

/** The groups a customer stands in, with those of their people whom `seen` lets through. */
export async function listGroupsOf(db: Db, customerId: number, seen: Sql): Promise<GroupRow[]> {
  return many<GroupRow>(
    db,
    sql`select g.id, g.kind, g.name, known.members, known.hidden
        from customer_group_members own join customer_groups g on g.id = own.group_id
          cross join lateral (
            select coalesce(json_agg(json_build_object('id', customer.id, 'familyName', family_name, 'givenName', given_name,
                'familyKana', family_kana, 'givenKana', given_kana, 'companyName', company_name, 'number', number,
                'via', m.via) order by birth_on nulls last, customer.id) filter (where ${seen}), '[]') as members,
              count(*) filter (where not ${seen}) as hidden, count(*) as total
            from customer_group_members m join customers customer on customer.id = m.customer_id
            where m.group_id = g.id and m.is_in) known
        where own.customer_id = ${customerId} and own.is_in and known.total > 1
        order by g.kind desc, g.id`,
  )
}

interface Together {
  kind: Kind
  customerId: number
  otherId: number
  staffId: number
  now: Date
}

/** Puts two people into one group: that of the one, else that of the other, else a new one. What somebody says, matching keeps. */
export async function putTogether(db: Tx, { kind, customerId, otherId, staffId, now }: Together): Promise<number> {
  const [own, theirs] = [await groupOf(db, kind, customerId), await groupOf(db, kind, otherId)]
  const groupId = own ?? theirs ?? (await makeGroup(db, kind, customerId, now))
  for (const id of [customerId, otherId]) {
    // one household, one firm: whoever is put elsewhere leaves where they were
    await db.query(
      sql`delete from customer_group_members where customer_id = ${id} and kind = ${kind} and is_in and group_id <> ${groupId}`,
    )
    await db.query(
      sql`insert into customer_group_members (customer_id, group_id, kind, via, staff_id, created_at)
          values (${id}, ${groupId}, ${kind}, 'screen', ${staffId}, ${now})
          on conflict (customer_id, group_id) do update set is_in = true, via = 'screen', staff_id = excluded.staff_id,
            created_at = excluded.created_at
            where not customer_group_members.is_in or customer_group_members.via = 'match'`,
    )
  }
  return groupId
}

async function groupOf(db: Db, kind: Kind, customerId: number): Promise<number | undefined> {
  const row = await one<{ id: number }>(
    db,
    sql`select group_id as id from customer_group_members where customer_id = ${customerId} and kind = ${kind} and is_in
        order by group_id limit 1`,
  )
  return row?.id
}

async function makeGroup(db: Db, kind: Kind, customerId: number, now: Date): Promise<number> {
  const row = await one<{ id: number }>(
    db,
    sql`insert into customer_groups (kind, name, created_at)
        select ${kind}, case when ${kind} = 'company' then company_name else '' end, ${now} from customers
        where id = ${customerId} returning id`,
  )
  return (row as { id: number }).id
}

/** Takes somebody out; matching does not put them in again. */
export async function leave(db: Db, customerId: number, groupId: number, staffId: number): Promise<void> {
  const { rowCount } = await db.query(
    sql`update customer_group_members set is_in = false, via = 'screen', staff_id = ${staffId}
        where customer_id = ${customerId} and group_id = ${groupId} and is_in`,
  )
  if (rowCount === 0) throw new Refusal('not-found')
}

/** Takes back that two people were put together at some moment. */
export async function takeApart(db: Db, groupId: number, customerIds: readonly number[], at: Date): Promise<void> {
  await db.query(
    sql`delete from customer_group_members
        where group_id = ${groupId} and customer_id = any(${customerIds}) and via = 'screen' and created_at = ${at}`,
  )
}
