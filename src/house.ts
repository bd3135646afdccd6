import type { Job } from './platform/jobs/jobs.ts'
import type { Route } from './platform/http/route.ts'

/** A room: what it answers over HTTP and what it does in the background. */
export interface Room {
  name: string
  routes?: Route[]
  jobs?: Job[]
}

/** The rooms in order. A room imports only rooms above it in this list, and only through their index.ts. */
export const house: Room[] = []
