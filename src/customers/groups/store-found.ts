import { one, sql, type Tx } from '../../platform/db/db.ts'

/** A customer who was found to belong with the others of the same `root`. */
export interface FoundMember {
  root: string
  name: string
  customerId: number
}

/**
 * Puts people together as they were found, keeping the groups there are: a household is found again by those of its
 * people who stand in it, a firm by its name. What was done by hand is not touched. Returns how many groups there are.
 */
export async function storeFound(
  tx: Tx,
  kind: 'household' | 'company',
  members: readonly FoundMember[],
  now: Date,
): Promise<number> {
  await tx.query(sql`create temporary table found_members (
    root text collate "C" not null, name text not null, customer_id bigint primary key, group_id bigint) on commit drop`)
  for (let from = 0; from < members.length; from += 10_000) {
    const some = members.slice(from, from + 10_000)
    await tx.query(
      sql`insert into found_members (root, name, customer_id)
          select found.* from unnest(${some.map(({ root }) => root)}::text[], ${some.map(({ name }) => name)}::text[],
              ${some.map(({ customerId }) => customerId)}::bigint[]) found (root, name, customer_id)
          where exists (select from customers c where c.id = found.customer_id)
          on conflict (customer_id) do nothing`,
    )
  }
  await tx.query(sql`analyze found_members`)
  await tx.query(sql`
    update found_members f set group_id = known.group_id
    from (
      select found.root, min(m.group_id) as group_id
      from found_members found join customer_group_members m on m.customer_id = found.customer_id
      where m.kind = ${kind} and m.is_in group by 1) known
    where known.root = f.root and ${kind} = 'household'`)
  await tx.query(sql`
    update found_members f set group_id = g.id from customer_groups g
    where g.kind = 'company' and g.key = f.root and ${kind} = 'company'`)
  await tx.query(sql`
    with fresh as materialized (
      select root, name, nextval(pg_get_serial_sequence('customer_groups', 'id')) as id
      from (select root, min(name) as name from found_members where group_id is null group by root having count(*) > 1) lacking),
    made as (
      insert into customer_groups (id, kind, name, key, created_at)
      select id, ${kind}, name, case when ${kind} = 'company' then root end, ${now} from fresh)
    update found_members f set group_id = fresh.id from fresh where fresh.root = f.root`)
  await tx.query(sql`
    delete from customer_group_members m where kind = ${kind} and via = 'match' and is_in
      and not exists (select from found_members f where f.customer_id = m.customer_id and f.group_id = m.group_id)`)
  // whom somebody put elsewhere by hand stays there
  await tx.query(sql`
    insert into customer_group_members (customer_id, group_id, kind, via, created_at)
    select customer_id, group_id, ${kind}, 'match', ${now} from found_members f
    where group_id is not null and not exists (
      select from customer_group_members m where m.customer_id = f.customer_id and m.kind = ${kind} and m.is_in)
    on conflict (customer_id, group_id) do nothing`)
  await tx.query(sql`
    delete from customer_group_members m where kind = ${kind} and via = 'match' and is_in
      and (select count(*) from customer_group_members o where o.group_id = m.group_id and o.is_in) < 2`)
  await tx.query(sql`
    delete from customer_groups g where kind = ${kind}
      and not exists (select from customer_group_members m where m.group_id = g.id)`)
  await tx.query(sql`drop table found_members`)
  const row = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from customer_groups g where kind = ${kind}
          and exists (select from customer_group_members m where m.group_id = g.id and m.is_in)`,
  )
  return row?.count ?? 0
}
