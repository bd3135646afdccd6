import {
  CircleDot,
  ClipboardList,
  Eye,
  Heart,
  type LucideIcon,
  Mail,
  MessageCircle,
  MessageSquare,
  MousePointerClick,
  NotebookPen,
  Phone,
  ShoppingBag,
  Store,
} from 'lucide-react'

/** What stands together under one filter chip; mails with what became of them are one. */
export const groups = [
  'order',
  'mail',
  'view',
  'site',
  'call',
  'inquiry',
  'form',
  'line',
  'visit',
  'voice',
  'note',
] as const
export type Group = (typeof groups)[number]

const kindsOf: Record<Group, readonly string[]> = {
  order: ['order', 'refund'],
  mail: ['mail', 'mail-open', 'mail-click'],
  view: ['view', 'identify', 'alias'],
  site: ['search', 'cart', 'cart-remove', 'checkout', 'track', 'group'],
  call: ['call'],
  inquiry: ['inquiry'],
  form: ['sign-up', 'survey'],
  line: ['line-follow', 'line-unfollow', 'line-message', 'line-postback', 'line-link'],
  visit: ['visit'],
  voice: ['review', 'referral'],
  note: ['note'],
}

export const kindsIn = (group: Group) => kindsOf[group]

export function groupOf(kind: string): Group | null {
  return groups.find((group) => kindsOf[group].includes(kind)) ?? null
}

/** What the shop or a machine did or saw, without a word from the customer: folded when there is much of it. */
export function isQuiet({ kind }: { kind: string }): boolean {
  return groupOf(kind) === 'view' || kind.startsWith('mail')
}

const icons: Record<Group, LucideIcon> = {
  order: ShoppingBag,
  mail: Mail,
  view: Eye,
  site: MousePointerClick,
  call: Phone,
  inquiry: MessageSquare,
  form: ClipboardList,
  line: MessageCircle,
  visit: Store,
  voice: Heart,
  note: NotebookPen,
}

export function iconOf(kind: string): LucideIcon {
  const group = groupOf(kind)
  return group ? icons[group] : CircleDot
}
