/**
 * Customers: who they are, how to reach them, what is worth remembering about them, and the one stream of what
 * happened. Every change is kept with who, when, before and after, and can be taken back. Who may see whom is said once,
 * in seen.ts.
 */
import type { Route } from '../platform/http/route.ts'
import type { Job } from '../platform/jobs/jobs.ts'
import type { ThreadContext } from '../platform/jobs/thread.ts'
import { contactRoutes } from './contacts/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { historyRoutes } from './history/routes.ts'
import { memoryRoutes } from './memory/routes.ts'
import { type Merging, mergeRecords, mergingRoutes, type StandingsOf, unmerge } from './merging/index.ts'
import { profileRoutes } from './profile/routes.ts'
import { acceptJobs } from './proposals/accept.ts'
import type { MergeKernel } from './proposals/join.ts'
import { proposalRoutes } from './proposals/routes.ts'
import { matchNow, resolvingJobs } from './resolving/actions.ts'
import type { WholeOptions } from './resolving/whole.ts'
import { searchRoutes } from './search/routes.ts'
import { settingsRoutes } from './settings/routes.ts'
import { timelineRoutes } from './timeline/routes.ts'
import type { TimelineSource } from './timeline/timeline.ts'

export { addContact, changeContact } from './contacts/actions.ts'
export { maskEmail, maskPhone, maskText } from './contacts/mask.ts'
export {
  addressKey,
  contactKey,
  emailKey,
  foldKana,
  foldName,
  nameKeys,
  phoneKey,
} from './fold.ts'
export { recordChange, type Writing } from './history/part.ts'
export * as matching from './matching/index.ts'
export {
  type Arrival,
  customerTables,
  forgetMerged,
  hideDoubles,
  holdRecords,
  type Merge,
  type MergedTable,
  type MergeWriting,
  type Merging,
  mergeRecords,
  personOf,
  profileOf,
  seatAll,
  seatFree,
  takeInFields,
  takeMergingTurn,
  valueOf,
} from './merging/index.ts'
export { splitAddress } from './normalise/address.ts'
export { isMarketplaceEmail } from './normalise/email.ts'
export { readGender } from './normalise/gender.ts'
export { surnames } from './normalise/surnames.ts'
export { changeCustomer, createCustomer } from './profile/actions.ts'
export { misfit, readDefinitions } from './profile/attributes.ts'
export { readProfile } from './profile/store.ts'
export { awaitMatching } from './resolving/waiting-list.ts'
export { searchCondition } from './search/store.ts'
export { lockCustomer, requireCustomer, seenBy } from './seen.ts'
export { position } from './timeline/store.ts'
export type { Entry, TimelineSource } from './timeline/timeline.ts'

/** Merging with the tables that all rooms handed in. */
const kernelOf = (merging: Merging): MergeKernel => ({
  merge: (by, merges) => mergeRecords({ ...by, merging }, merges),
  unmerge: (by, mergeIds) => unmerge({ ...by, merging }, mergeIds),
})

/** The routes of this room; higher rooms hand in what the timeline reads from them and what merging moves. */
export function customerRoutes(handedIn: {
  timeline: TimelineSource[]
  merging: Merging
  standingsOf: StandingsOf
}): Route[] {
  return [
    ...searchRoutes,
    ...profileRoutes,
    ...contactRoutes,
    ...memoryRoutes,
    ...historyRoutes,
    ...mergingRoutes(handedIn.merging, handedIn.standingsOf),
    ...groupRoutes,
    ...proposalRoutes(kernelOf(handedIn.merging)),
    ...timelineRoutes(handedIn.timeline),
    ...settingsRoutes,
  ]
}

export function customerJobs(merging: Merging): Job[] {
  const kernel = kernelOf(merging)
  return [...resolvingJobs(kernel), ...acceptJobs(kernel)]
}

/** For the command line: matches the whole base now, in this thread. */
export function matchBaseNow(ctx: ThreadContext, merging: Merging, options: WholeOptions) {
  return matchNow(ctx, kernelOf(merging), options)
}
