import {
  fields as analysisFields,
  jobs as analysisJobs,
  mergedTables as analysisMerged,
  routes as analysisRoutes,
  refreshMetrics,
} from './analysis/index.ts'
import {
  doors as connectorDoors,
  connectorJobs,
  mergedTables as connectorMerged,
  routes as connectorRoutes,
  formTimeline,
} from './connectors/index.ts'
import {
  fields as consentFields,
  mergedTables as consentMerged,
  routes as consentRoutes,
  standingsOf,
} from './consent/index.ts'
import { awaitMatching, customerJobs, customerRoutes, customerTables, type Merging } from './customers/index.ts'
import { jobs as demoJobs, routes as demoRoutes } from './demo/index.ts'
import type { Door } from './platform/http/door.ts'
import type { Route } from './platform/http/route.ts'
import type { Job } from './platform/jobs/jobs.ts'
import { jobRoutes } from './platform/jobs/routes.ts'
import { platformJobs } from './platform/jobs/sweep.ts'
import { mailJobs } from './platform/mail/jobs.ts'
import { mailRoutes } from './platform/mail/routes.ts'
import {
  orderTimeline,
  fields as purchaseFields,
  jobs as purchaseJobs,
  mergedTables as purchaseMerged,
  purchaseRoutes,
} from './purchases/index.ts'
import { mergedTables as segmentMerged, segments } from './segments/index.ts'
import { jobs as staffJobs, routes as staffRoutes } from './staff/index.ts'

/** A room: what it answers over HTTP and what it does in the background. */
export interface Room {
  name: string
  routes?: Route[]
  /** where programs outside come in with protocols of their own */
  doors?: Door[]
  jobs?: Job[]
}

/** What takes part in merging customers, of all rooms. */
export const merging: Merging = {
  tables: [
    ...customerTables,
    ...segmentMerged,
    ...consentMerged,
    ...purchaseMerged,
    ...analysisMerged,
    ...connectorMerged,
  ],
  async afterwards(tx, customerIds, ctx) {
    await awaitMatching(tx, customerIds, ctx.now)
    await refreshMetrics(tx, customerIds, ctx)
  },
}

/** The rooms in order. A room imports only rooms above it in this list, and only through their index.ts. */
export const house: Room[] = [
  { name: 'platform', routes: [...jobRoutes, ...mailRoutes], jobs: [...platformJobs, ...mailJobs] },
  { name: 'staff', routes: staffRoutes, jobs: staffJobs },
  {
    name: 'customers',
    routes: customerRoutes({ timeline: [orderTimeline, formTimeline], merging, standingsOf }),
    jobs: customerJobs(merging),
  },
  { name: 'segments', ...segments([consentFields, purchaseFields, analysisFields]) },
  { name: 'consent', routes: consentRoutes },
  { name: 'purchases', routes: purchaseRoutes({ afterOrders: refreshMetrics }), jobs: purchaseJobs },
  { name: 'analysis', routes: analysisRoutes, jobs: analysisJobs },
  { name: 'connectors', routes: connectorRoutes, doors: connectorDoors, jobs: connectorJobs(merging) },
  { name: 'demo', routes: demoRoutes, jobs: demoJobs },
]

export function routesOf(rooms: Room[]): Route[] {
  return rooms.flatMap((room) => room.routes ?? [])
}

export function doorsOf(rooms: Room[]): Door[] {
  return rooms.flatMap((room) => room.doors ?? [])
}

export function jobsOf(rooms: Room[]): Job[] {
  return rooms.flatMap((room) => room.jobs ?? [])
}
