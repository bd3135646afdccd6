import { addDays } from '../../platform/calendar.ts'
import { Refusal } from '../../platform/http/refusal.ts'

/** A contract to deliver again and again (定期), and what may be done with it. Pure. */
export interface Subscription {
  intervalDays: number
  nextOn: string | null
  skippedCount: number
  pausedAt: Date | null
  cancelledOn: string | null
  cancelReason: string | null
}

function checkRuns(subscription: Subscription): void {
  if (subscription.cancelledOn !== null) throw new Refusal('already-done', { state: 'cancelled' })
}

/** Leaves out the next delivery: the one after it is one interval later. */
export function skip(subscription: Subscription): Subscription {
  checkRuns(subscription)
  if (subscription.pausedAt !== null || subscription.nextOn === null)
    throw new Refusal('already-done', { state: 'paused' })
  const nextOn = addDays(subscription.nextOn, subscription.intervalDays)
  return { ...subscription, nextOn, skippedCount: subscription.skippedCount + 1 }
}

export function pause(subscription: Subscription, now: Date): Subscription {
  checkRuns(subscription)
  if (subscription.pausedAt !== null) throw new Refusal('already-done', { state: 'paused' })
  return { ...subscription, pausedAt: now, nextOn: null }
}

export function resume(subscription: Subscription, nextOn: string, today: string): Subscription {
  checkRuns(subscription)
  if (subscription.pausedAt === null) throw new Refusal('already-done', { state: 'running' })
  if (nextOn < today) throw new Refusal('invalid-request', {}, [{ field: 'nextOn', code: 'too-small' }])
  return { ...subscription, pausedAt: null, nextOn }
}

export function cancel(subscription: Subscription, today: string, reason: string): Subscription {
  checkRuns(subscription)
  return { ...subscription, cancelledOn: today, cancelReason: reason, nextOn: null, pausedAt: null }
}
