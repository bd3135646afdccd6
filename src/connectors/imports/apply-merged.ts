import { type Arrival, awaitMatching, seatAll, takeInFields } from '../../customers/index.ts'
import { announceEach } from '../../platform/announce.ts'
import { many, sql, type Tx } from '../../platform/db/db.ts'
import { announceConsents } from './announce-consents.ts'
import { attributeValues } from './apply-attributes.ts'
import { type ApplyContext, again, channelOf, isOurs, storeOf } from './apply-people.ts'
import { table } from './staging.ts'

/**
 * The people of a chunk of whom several records were merged. What the file says is said of the record whose number it
 * names and stays with it: `who` is that record, `id` the customer it is part of. Runs after everybody else was taken in.
 */
export async function applyToMerged(
  tx: Tx,
  context: ApplyContext,
  after: number,
  through: number,
): Promise<{ updated: number; unchanged: number }> {
  const { sourceId, tables } = context
  await tx.query(sql`
    create temporary table parts on commit drop as
    select distinct on (coalesce(ref.record_id, ref.customer_id)) coalesce(ref.record_id, ref.customer_id) as who,
      ref.customer_id as id, ref.record_id, staged.*, ${storeOf('staged')} as store_id, ${channelOf('staged')} as channel_id
    from ${table(tables.people)} staged
      join customer_refs ref on ref.external_id = staged.key and ref.source_id = ${sourceId}
    where staged.seq > ${after} and staged.seq <= ${through}
      and (ref.record_id is not null or exists (select from merged_customers m where m.customer_id = ref.customer_id))
    order by 1, staged.seq desc`)
  const parts = await many<{ id: number; who: number }>(tx, sql`select id, who from parts`)
  const touched = new Set<number>()
  if (parts.length > 0) {
    for (const who of await takeFields(tx, context)) touched.add(who)
    for (const rows of [
      await addContacts(tx, context),
      await addTags(tx, context),
      await addNotes(tx, context),
      await addConsents(tx, context),
    ]) {
      for (const { who } of rows) touched.add(who)
    }
    await seatAll(tx, [...new Set(parts.map(({ id }) => id))])
    const told = new Set(parts.filter(({ who }) => touched.has(who)).map(({ id }) => id))
    await announceEach(tx, context.now, 'customer.updated', [...told], { subject: 'customer' }, context)
  }
  await tx.query(sql`drop table parts`)
  const merged = parts.filter(({ id, who }) => id !== who)
  const updated = merged.filter(({ who }) => touched.has(who)).length
  return { updated, unchanged: merged.length - updated }
}

/** Fields of merged records, with how they stood before kept for undoing. */
async function takeFields(tx: Tx, { importId, staffId, now }: ApplyContext): Promise<number[]> {
  const rows = await many<Arrival & { attributes: Arrival['fields'] }>(
    tx,
    sql`select who as record, jsonb_build_object('number', number, 'familyName', family_name, 'givenName', given_name,
          'familyKana', family_kana, 'givenKana', given_kana, 'companyName', company_name, 'birthOn', birth_on,
          'gender', gender, 'registeredOn', registered_on, 'storeId', store_id, 'channelId', channel_id) as fields,
          coalesce((select jsonb_object_agg('attributes.' || given.key, given.value) from (${attributeValues}) given
            where given.id = parts.who), '{}') as attributes
        from parts`,
  )
  const arrivals = rows.map(({ record, fields, attributes }) => ({ record, fields: { ...fields, ...attributes } }))
  const by = staffId === null ? null : { staffId, apiKeyId: null }
  const former = await takeInFields({ db: tx, now, by, importId }, arrivals)
  const sent = JSON.stringify(former)
  const [version, ownImport] = [sql`(row ->> 'version')::integer`, sql`(row ->> 'import_id')::bigint`]
  await tx.query(sql`
    insert into import_before (import_id, entity, customer_id, entity_id, version_after, before)
    select ${importId}, 'customer', record, record, ${version} + 1,
      case when ${ownImport} = ${importId} then '{}' else row || jsonb_build_object('attributes', attributes) end
    from jsonb_to_recordset(${sent}::jsonb) as former (record bigint, row jsonb, attributes jsonb)
    where ${isOurs(importId, 'customer', { importId: ownImport, version, customerId: sql`record`, id: sql`record` })}
    ${again}`)
  return former.map(({ record }) => record)
}

type Whose = { who: number }

async function addContacts(tx: Tx, { importId, sourceId, now }: ApplyContext): Promise<Whose[]> {
  await tx.query(sql`
    create temporary table points on commit drop as
    select who, id, record_id, given.* from parts
      cross join lateral (values
        ('email', email, email_key, null, null, null, null),
        ('phone', phone, phone_key, null, null, null, null),
        ('address', address_line, address_key, postcode, prefecture, address1, address2)
      ) as given(kind, value, key, postcode, prefecture, address1, address2)
    where given.value <> '' or (given.kind = 'address' and given.postcode <> '')`)
  const row = sql`jsonb_build_object('kind', kind, 'value', value, 'key', point.key, 'label', '', 'postcode', postcode, 'prefecture', prefecture,
    'address1', address1, 'address2', address2, 'is_primary', false, 'status', 'unknown', 'source_id', ${sourceId}::integer,
    'import_id', ${importId}::bigint, 'version', 1, 'created_at', ${now}::timestamptz, 'updated_at', ${now}::timestamptz)`
  const added = await many<Whose>(
    tx,
    sql`insert into contact_points (customer_id, record_id, kind, value, key, postcode, prefecture, address1, address2,
          is_primary, source_id, import_id, created_at, updated_at)
        select id, record_id, kind, value, key, postcode, prefecture, address1, address2,
          not exists (select from contact_points other where other.customer_id = point.id and other.kind = point.kind),
          ${sourceId}, ${importId}, ${now}, ${now}
        from (select distinct on (id, kind, key) * from points order by id, kind, key, record_id nulls first) point
        where not exists (select from contact_points other
            where other.customer_id = point.id and other.kind = point.kind and other.key = point.key)
          and not exists (select from set_aside own where own.customer_id = point.id and own.entity = 'contact_points'
            and own.key = point.kind || ':' || point.key and own.record_id is not distinct from point.record_id)
        returning coalesce(record_id, customer_id) as who`,
  )
  const aside = await many<Whose>(
    tx,
    sql`with aside as (
      insert into set_aside (customer_id, record_id, entity, key, row)
      select point.id, record_id, 'contact_points', kind || ':' || point.key,
        ${row} || jsonb_build_object('id', nextval((select pg_get_serial_sequence('contact_points', 'id')::regclass)))
      from points point
      where exists (select from contact_points other where other.customer_id = point.id and other.kind = point.kind
          and other.key = point.key and other.record_id is distinct from point.record_id)
        and not exists (select from set_aside own where own.customer_id = point.id and own.entity = 'contact_points'
          and own.key = point.kind || ':' || point.key and own.record_id is not distinct from point.record_id)
      returning coalesce(record_id, customer_id) as who
    ) select who from aside`,
  )
  if (added.length > 0) {
    const told = await many<{ id: number }>(tx, sql`select distinct id from points`)
    const ids = told.map(({ id }) => id)
    await awaitMatching(tx, ids, now)
  }
  await tx.query(sql`drop table points`)
  return [...aside, ...added]
}

async function addTags(tx: Tx, { importId, staffId, now }: ApplyContext): Promise<Whose[]> {
  await tx.query(sql`
    insert into tags (name, created_at)
    select distinct left(trim(word), 50), ${now}::timestamptz from parts, regexp_split_to_table(tags, '[,、]') as word
    where trim(word) <> '' on conflict do nothing`)
  const given = sql`
    select distinct who, parts.id, record_id, tag.id as tag_id
    from parts, regexp_split_to_table(parts.tags, '[,、]') as word join tags tag on tag.name = left(trim(word), 50)`
  const isAside = sql`exists (select from set_aside own where own.customer_id = given.id and own.entity = 'customer_tags'
    and own.key = given.tag_id::text and own.record_id is not distinct from given.record_id)`
  const tagged = await many<Whose & { tagId: number }>(
    tx,
    sql`insert into customer_tags (customer_id, record_id, tag_id, created_at, staff_id)
        select distinct on (id, tag_id) id, record_id, tag_id, ${now}::timestamptz, ${staffId}::integer from (${given}) given
        where not ${isAside} order by id, tag_id, record_id nulls first
        on conflict do nothing returning coalesce(record_id, customer_id) as who, tag_id as "tagId"`,
  )
  const aside = await many<Whose & { tagId: number }>(
    tx,
    sql`insert into set_aside (customer_id, record_id, entity, key, row)
        select id, record_id, 'customer_tags', tag_id::text, jsonb_build_object('tag_id', tag_id, 'created_at', ${now}::timestamptz,
          'staff_id', ${staffId}::integer)
        from (${given}) given
        where not ${isAside} and exists (select from customer_tags other where other.customer_id = given.id
          and other.tag_id = given.tag_id and other.record_id is distinct from given.record_id)
        returning coalesce(record_id, customer_id) as who, key::integer as "tagId"`,
  )
  const all = [...tagged, ...aside]
  await tx.query(sql`
    insert into import_before (import_id, entity, customer_id, entity_id, version_after, before)
    select ${importId}, 'tag', who, tag_id, 0, '{}' from unnest(${all.map(({ who }) => who)}::bigint[],
      ${all.map(({ tagId }) => tagId)}::bigint[]) as tagged(who, tag_id)
    on conflict do nothing`)
  return all
}

async function addNotes(tx: Tx, { importId, staffId, now }: ApplyContext): Promise<Whose[]> {
  return many<Whose>(
    tx,
    sql`insert into notes (customer_id, record_id, body, staff_id, import_id, created_at, updated_at)
        select id, record_id, note, ${staffId}, ${importId}, ${now}, ${now} from parts
        where note <> '' and record_id is not null and not exists (select from notes other
          where other.customer_id = parts.id and other.body = parts.note and other.record_id = parts.record_id)
        returning record_id as who`,
  )
}

/** As of everybody else: what the record's source has not said the same last time. */
async function addConsents(tx: Tx, { importId, sourceId, staffId, now, fromFile }: ApplyContext): Promise<Whose[]> {
  const said = await many<Whose & { id: number; customerId: number }>(
    tx,
    sql`insert into consents (customer_id, record_id, channel, purpose, is_granted, at, via, source_id, evidence, staff_id,
          import_id, recorded_at)
        select parts.id, parts.record_id, given.channel, 'promotion', given.is_granted, ${now}, 'import', ${sourceId},
          jsonb_build_object('row', parts.row_no::text), ${staffId}::integer, ${importId}, ${now}
        from parts cross join lateral (select key as channel, value::boolean as is_granted from jsonb_each_text(parts.consents)) given
          left join lateral (
            select is_granted from consents c where c.customer_id = parts.id and c.record_id = parts.record_id
              and c.channel = given.channel and c.purpose = 'promotion' and c.via = 'import' and c.source_id = ${sourceId}
            order by at desc, id desc limit 1) last on true
        where parts.record_id is not null and last.is_granted is distinct from given.is_granted
        returning record_id as who, id, customer_id as "customerId"`,
  )
  await announceConsents(tx, now, said, { fromFile })
  return said
}
