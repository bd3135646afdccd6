import type { CustomerReply } from './contract.ts'

interface Told {
  preferences: CustomerReply['preferences']
  contactPoints: CustomerReply['contactPoints']
  subscriptions: { overdue: number; paused: number }
}

/** What someone about to talk to this customer must not miss, most binding first. */
export function alertsOf(told: Told): CustomerReply['alerts'] {
  const cautions = told.preferences
    .filter((preference) => preference.kind === 'caution' || preference.kind === 'allergy')
    .map((preference) => ({ kind: 'caution' as const, text: preference.value }))
  const reachable = told.contactPoints.some((point) => point.status === 'unknown' || point.status === 'verified')
  return [
    ...cautions,
    ...(reachable ? [] : [{ kind: 'no-way-to-reach' as const, text: '' }]),
    ...(told.subscriptions.overdue > 0 ? [{ kind: 'subscription-overdue' as const, text: '' }] : []),
    ...(told.subscriptions.paused > 0 ? [{ kind: 'subscription-paused' as const, text: '' }] : []),
  ]
}
