/**
 * Connectors: how other systems' records come in. `files/` reads what shops export (CSV, TSV, workbooks, Japanese
 * encodings), `normalise/` understands their cells, `imports/` maps columns, stages rows and applies them set by set,
 * `corrections/` lets rejected rows be corrected in place and takes them in as an import of their own, `connections/` are the
 * ways by which data arrives by itself or leaves, with what came by each and what went wrong, `flow/` tells whether it flows;
 * `arriving/` is the door for customers, orders and products that come so, and takes them in like the rows of a file.
 * `hooks/` keeps signed messages of other systems and reads them, `pulls/` asks shops what changed; `webhook/`, `shopify/`
 * and `eccube/` know their words. `line/` hears what friends of an official account do, `deliveries/` tells other systems what
 * happens here.
 * `ingest/` takes in what pages and servers of a shop tell, each message once, and knows visitors before they have a record.
 * `forms/` are those that this shop shows to everybody: pages without a session, answers, confirmation by mail.
 * An import writes the tables of customers and purchases itself: a million rows are joined, not told one by one. It
 * keeps their definitions, their keys (from `customers/`) and their metrics (from `analysis/`).
 */
import type { Merging } from '../customers/index.ts'
import type { Job } from '../platform/jobs/jobs.ts'
import { kinds } from './connections/kinds.ts'
import { connectionRoutes } from './connections/routes.ts'
import { routes as correctionRoutes } from './corrections/routes.ts'
import { jobs as deliveryJobs } from './deliveries/jobs.ts'
import { routes as deliveryRoutes } from './deliveries/routes.ts'
import { routes as flowRoutes } from './flow/routes.ts'
import { doors as formDoors } from './forms/doors.ts'
import { formJobs } from './forms/jobs.ts'
import { formRoutes } from './forms/routes.ts'
import { doors as hookDoors, hookJobs } from './hooks/jobs.ts'
import { routes as hookRoutes } from './hooks/routes.ts'
import { jobs as importJobs } from './imports/jobs.ts'
import { routes as importRoutes } from './imports/routes.ts'
import { doors as messageDoors } from './ingest/doors.ts'
import { jobs as messageJobs } from './ingest/jobs.ts'
import { routes as messageRoutes } from './ingest/routes.ts'
import { routes as lineRoutes } from './line/routes.ts'
import { jobs as watchJobs } from './watched/jobs.ts'
import { routes as watchRoutes } from './watched/routes.ts'

export { sniffer } from './files/encoding.ts'
export { detectFormat, type FileRow, readRows } from './files/read.ts'
export { scanner } from './files/scan.ts'
export { formTimeline } from './forms/timeline.ts'
export {
  changeMapping,
  interruptImport,
  mustFind as findImport,
  presetFor,
  receiveFile,
  startImport,
} from './imports/actions.ts'
export { mappingShape } from './imports/mapping-shape.ts'
export { previewImport } from './imports/preview.ts'
export { groupRejections } from './imports/store.ts'
export { runImport } from './imports/turn.ts'
export { mergedTables } from './merged-tables.ts'
export { parseDecimal } from './normalise/amount.ts'
export { parseDay } from './normalise/date.ts'

export const routes = [
  ...importRoutes,
  ...correctionRoutes,
  ...connectionRoutes(kinds),
  ...flowRoutes,
  ...hookRoutes,
  ...messageRoutes,
  ...deliveryRoutes,
  ...formRoutes,
  ...watchRoutes,
  ...lineRoutes,
]
/** `merging`: what takes part in merging customers, of all rooms. */
export const connectorJobs = (merging: Merging): Job[] => [
  ...importJobs,
  ...hookJobs(merging),
  ...messageJobs,
  ...deliveryJobs,
  ...formJobs,
  ...watchJobs,
]
export const doors = [...hookDoors, ...messageDoors, ...formDoors]
