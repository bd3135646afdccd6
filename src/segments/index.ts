/**
 * Segments: which customers. One language (predicate.ts), one compiler from it to SQL (compile.ts), and everything that
 * works on "the customers who …": the list, its count, exports, bulk work, saved views. Rooms hand in the fields that
 * can be asked; a list of millions and the question about one person run the same SQL.
 */
export type { Field, FieldSource, ManyField, OwnField, PastField, ValueField } from './field.ts'
export type { Condition, Predicate } from './predicate.ts'
