import * as z from 'zod'

/**
 * The one language in which Tokui says "which customers": conditions on fields, joined by all, any and not. The same
 * words stand in a list's address, in an export, in a bulk job and later in segments and scenarios.
 *
 *   { all: [{ field: 'rank', in: ['S', 'A'] }, { field: 'lastOn', olderThanDays: 90 }] }
 */
export type Predicate = { all: Predicate[] } | { any: Predicate[] } | { not: Predicate } | Condition

const field = z.string().max(60)
/** fields with a past (`rankAt`) are asked as of a day */
const of = { field, at: z.iso.date().optional() }
const scalar = z.union([z.string().max(200), z.number()])
const days = z.number().int().min(0).max(36_500)

const condition = z.union([
  z.strictObject({ ...of, in: z.array(scalar).min(1).max(500) }),
  z.strictObject({ ...of, notIn: z.array(scalar).min(1).max(500) }),
  // bounds belong to the range; one of them may be left open
  z.strictObject({ ...of, from: scalar, to: scalar.optional() }),
  z.strictObject({ ...of, to: scalar }),
  z.strictObject({ ...of, is: z.boolean() }),
  z.strictObject({ ...of, empty: z.boolean() }),
  z.strictObject({ ...of, startsWith: z.string().min(1).max(100) }),
  z.strictObject({ ...of, contains: z.string().min(1).max(100) }),
  z.strictObject({ ...of, matches: z.string().trim().min(1).max(100) }),
  // days back from today in the company's zone, today being day 0
  z.strictObject({ ...of, withinDays: days }),
  z.strictObject({ ...of, olderThanDays: days }),
])
export type Condition = z.output<typeof condition>

/** Fields answer only some tests: texts start with something, days lie within so many days. */
export type Test = Exclude<
  Condition extends infer One ? (One extends unknown ? keyof One : never) : never,
  'field' | 'at'
>

const nested: z.ZodType<Predicate> = z.lazy(() =>
  z.union([
    condition,
    z.strictObject({ all: z.array(nested).max(50) }),
    z.strictObject({ any: z.array(nested).min(1).max(50) }),
    z.strictObject({ not: nested }),
  ]),
)

// Nobody thinks deeper than this, and a parser that recurses must not be led on.
const deepest = 20

function depthOf(value: unknown, depth = 0): number {
  if (depth > deepest || typeof value !== 'object' || value === null) return depth
  return Math.max(depth, ...Object.values(value).map((part) => depthOf(part, depth + 1)))
}

export const predicate: z.ZodType<Predicate> = z
  .unknown()
  .refine((value) => depthOf(value) <= deepest, { abort: true, params: { code: 'nested-too-deep' } })
  .pipe(nested)

/** Everyone. */
export const everyone: Predicate = { all: [] }
