/**
 * Segments: which customers. One language (predicate.ts), one compiler from it to SQL (compile.ts), and everything that
 * works on "the customers who …": the list, its count, exports, bulk work, saved views. Rooms hand in the fields that
 * can be asked; a list of millions and the question about one person run the same SQL.
 */
import type { Route } from '../platform/http/route.ts'
import type { Job } from '../platform/jobs/jobs.ts'
import { bulkJobs, bulkRoutes } from './bulk/routes.ts'
import type { FieldSource } from './field.ts'
import { customerFields } from './fields.ts'
import { countJobs, listRoutes } from './lists/routes.ts'
import { viewRoutes } from './views/routes.ts'

export type { Field, FieldSource, ManyField, OwnField, PastField, ValueField } from './field.ts'
export { countAnew, countForPeople } from './lists/kept.ts'
export { mergedTables } from './merged-tables.ts'

/** The routes and jobs of this room, over the customers' own fields and those that higher rooms hand in. */
export function segments(handedIn: FieldSource[]): { routes: Route[]; jobs: Job[] } {
  const sources: FieldSource[] = [customerFields, ...handedIn]
  return {
    routes: [...listRoutes(sources), ...bulkRoutes(sources), ...viewRoutes],
    jobs: [...countJobs(sources), ...bulkJobs(sources)],
  }
}
