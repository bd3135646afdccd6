/** What can be told to other systems; each is announced by whoever writes it (platform/announce.ts). */
export const topics = [
  'customer.created',
  'customer.updated',
  'customer.merged',
  'customer.unmerged',
  'order.recorded',
  'order.changed',
  'consent.recorded',
] as const
export type TopicName = (typeof topics)[number]
