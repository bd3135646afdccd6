import { type Db, many, one, sql, type Tx } from '../platform/db/db.ts'
import type { Obstacle } from './contract.ts'
import { channels, sources, stores } from './shop/shop.ts'
import { tableNames } from './tables/copy.ts'

/** What of a shop of one's own is there already. */
export async function findObstacles(db: Db): Promise<Obstacle[]> {
  const rows = await many<{ name: Obstacle }>(
    db,
    sql`select name from (values
          ('customers', exists (select from customers)), ('orders', exists (select from orders)),
          ('products', exists (select from products)), ('imports', exists (select from imports)),
          ('connections', exists (select from connections)),
          ('stores', exists (select from stores)), ('channels', exists (select from channels)),
          ('tags', exists (select from tags)), ('attributes', exists (select from attribute_definitions))
        ) as found (name, there) where there`,
  )
  return rows.map(({ name }) => name)
}

/** The company of this installation shows the demo shop from now on; its name and its people stay its own. */
export async function becomeDemo(tx: Tx, now: Date): Promise<void> {
  await tx.query(sql`update company set is_demo = true, version = version + 1, updated_at = ${now}`)
  // the people of the demo shop do not work here: what they wrote has no author
  await tx.query(sql`update notes set staff_id = null where staff_id is not null`)
  await tx.query(sql`update events set staff_id = null where staff_id is not null`)
}

/**
 * Remembered mappings hold on to sources whose numbers the demo shop uses for its own; and what the nights learned while
 * nobody was here yet says nothing of it.
 */
export async function forgetFormer(tx: Tx): Promise<void> {
  await tx.query(sql`delete from import_mappings`)
  await tx.query(sql`delete from sources`)
  await tx.query(sql`delete from learned`)
}

/** What the demo shop does not write itself: what people do with it and what is reckoned from it. */
const others = [
  'acquisition_costs',
  'answered_forms',
  'arrived_versions',
  'attribute_definitions',
  'consents',
  'cohort_rows',
  'cohort_runs',
  'customer_changes',
  'customer_fans',
  'customer_forecasts',
  'customer_merges',
  'customer_metrics',
  'daily_sales',
  'discovery_runs',
  'fan_runs',
  'forecast_runs',
  'form_answers',
  'import_before',
  'import_corrections',
  'import_rejections',
  'imports',
  'kept_counts',
  'customer_group_members',
  'customer_groups',
  'learned',
  'match_decisions',
  'match_keys',
  'match_proposals',
  'match_runs',
  'match_values',
  'match_waiting',
  'merged_customers',
  'merged_fields',
  'merged_pairs',
  'never_same',
  'offer_openings',
  'product_categories',
  'product_rhythms',
  'products',
  'rank_history',
  'rank_migrations',
  'rank_runs',
  'recommendation_model_parts',
  'recommendation_models',
  'received_messages',
  'replenishments',
  'set_aside',
  'tags',
  'visitor_events',
  'visitor_openings',
  'visitors',
  // what lies in watched folders may come in anew
  'watched_files',
  'watched_takings',
]

/** Staff, their sign-ins and settings stay; all about customers, their purchases and what was reckoned from them goes. */
export async function clearOut(tx: Tx): Promise<void> {
  const there = await many<{ name: string }>(
    tx,
    sql`select name from unnest(${[...tableNames]}::text[]) as name where to_regclass(name) is not null`,
  )
  await tx.query(`truncate ${[...there.map(({ name }) => name), ...others].join(', ')}`)
}

/** After `clearOut`: what the demo shop brought for itself goes too, unless somebody's access or mapping rests on it. */
export async function removeFurniture(tx: Tx, now: Date): Promise<void> {
  const codes = (rows: readonly { code: string }[]) => rows.map(({ code }) => code)
  await tx.query(sql`truncate saved_views`)
  // what it meant by a fan speaks of an attribute that is no more
  await tx.query(
    sql`delete from fan_settings where jsonb_typeof(definition->'attribute') = 'object'
          and not exists (select from attribute_definitions where id = (definition #>> '{attribute,id}')::int)`,
  )
  await tx.query(sql`delete from channels where code = any(${codes(channels)})`)
  // somebody limited to a store that is no more would see all of them
  await tx.query(
    sql`delete from stores s where code = any(${codes(stores)})
          and not exists (select from staff_stores where store_id = s.id)
          and not exists (select from staff_links where s.id = any(store_ids) and used_at is null)`,
  )
  await tx.query(
    sql`delete from sources s where code = any(${codes(sources)})
          and not exists (select from import_mappings where source_id = s.id)`,
  )
  await tx.query(sql`drop table if exists demo_truth, demo_truth_guests`)
  await tx.query(sql`update company set is_demo = false, version = version + 1, updated_at = ${now}`)
}

/** An import that is being read or applied, or undone: its tables cannot be taken from under it. */
export async function isImporting(db: Db): Promise<boolean> {
  const found = await one(
    db,
    sql`select 1 from imports where status in ('queued', 'staging', 'applying', 'undoing') limit 1`,
  )
  return found !== undefined
}
