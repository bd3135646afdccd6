import * as z from 'zod'
import { lineKinds, orderAmounts, orderStatuses } from './field.ts'

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
      /** words of the status column of rows that are no orders: money put into a till, points granted */
      ignoredStatuses: z.array(z.string().max(100)).max(100).default([]),
      /** words of the line kind column → our kinds, beside those known anyway; what came back counts against the order */
      lineKinds: z.record(z.string().max(100), z.enum([...lineKinds, 'returned'])).default({}),
      /** a row that costs nothing and whose product name begins so describes the line above it */
      notePrefix: z.string().max(40).default(''),
      /** an order whose number begins so takes money back */
      refundPrefix: z.string().max(10).default(''),
      /** prices stand without tax; the line's tax rate is added */
      pricesWithoutTax: z.boolean().default(false),
      /** the tax column is not contained in the subtotal and is added to it */
      taxOnTop: z.boolean().default(false),
      /** the discount is what lies between the parts and the total: the file names no amount of it */
      discountIsRest: z.boolean().default(false),
      /** amounts that stand on each line with the line's share, to be added up */
      amountsPerLine: z.array(z.enum(orderAmounts)).default([]),
      /** a figure that stands for "not known yet" */
      unknownAmount: z.string().max(20).default(''),
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
