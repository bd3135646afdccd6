import * as z from 'zod'
import { orderStatuses } from './field.ts'

/** Order of the parts when the year does not stand first: `12/1/2010` is December in `mdy`. */
export const dateOrders = ['ymd', 'mdy', 'dmy'] as const

/**
 * How the columns of a file are understood. Columns go by name, never by place: shops switch columns on and off and
 * reorder them. A name that occurs twice is `送料` and `送料#2`.
 */
export const mappingShape = z.strictObject({
  preset: z.string().max(40).nullable().default(null),
  columns: z.record(z.string().max(500), z.string().regex(/^[a-z][A-Za-z0-9]*(:[a-z][a-z0-9_]{0,39})?$/)),
  options: z
    .strictObject({
      dateOrder: z.enum(dateOrders).default('ymd'),
      /** words of the status column → our statuses, beside those known anyway */
      statuses: z.record(z.string().max(100), z.enum(orderStatuses)).default({}),
      /** an order whose number begins so takes money back */
      refundPrefix: z.string().max(10).default(''),
      /** prices stand without tax; the line's tax rate is added */
      pricesWithoutTax: z.boolean().default(false),
      /** members the orders speak of and we do not know yet become customers */
      createCustomers: z.boolean().default(true),
      /** code or name of the channel and store of rows that name none */
      channel: z.string().max(100).default(''),
      store: z.string().max(100).default(''),
    })
    .prefault({}),
})
export type Mapping = z.output<typeof mappingShape>
export type MappingOptions = Mapping['options']
