import { type Db, sql } from '../../platform/db/db.ts'

/**
 * Somebody removed what is shown, or made something else of it: rows of other records that say the same as it did stay set
 * aside as long as these are part of this customer. `key`: what makes two rows the same, the columns joined by colons.
 */
export async function hideDoubles(
  db: Db,
  customerIds: readonly number[],
  entity: string,
  keys: readonly string[],
): Promise<void> {
  await db.query(
    sql`update set_aside set hidden_in = customer_id where customer_id = any(${customerIds}) and entity = ${entity}
          and key = any(${keys}) and hidden_in is null`,
  )
}
