import type { ReactNode } from 'react'
import { listChannels, listStores, type TimelineEntryReply } from '../../../src/customers/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { classes } from '../../ui/classes.ts'
import { Link } from '../../ui/Link.tsx'
import { Money } from '../../ui/values.tsx'
import type { Words } from '../../words.ts'
import { joinedBy } from '../name.ts'
import type { ja } from '../record/words.ja.ts'
import { useRecordWords } from '../words.ts'
import { iconOf, isQuiet } from './kinds.ts'
import { siteContents } from './site/contents.tsx'
import { useSiteWords } from './site/words.ts'

type Data = Record<string, unknown>
const text = (data: Data, key: string) => (typeof data[key] === 'string' ? (data[key] as string) : '')
const number = (data: Data, key: string) => (typeof data[key] === 'number' ? (data[key] as number) : null)

/** One thing that happened: when, what, what about it, and where it leads. */
export function TimelineLine({ entry, actions }: { entry: TimelineEntryReply; actions?: ReactNode }) {
  const words = useRecordWords()
  const format = useFormat()
  const { title, subject, details, quote, end } = useContents(entry)
  const by = entry.staffName ? words.timeline.by(entry.staffName) : ''
  const line = joinedBy([...details, by], words.joined)
  return (
    <LineFrame kind={entry.kind} time={format.time(entry.at)} end={end}>
      <p>
        <b className="mr-2">{title}</b>
        {subject}
      </p>
      {line && <p className="text-small text-ink-2">{line}</p>}
      {quote && <p className="mt-1 border-l-2 border-rule-2 pl-2.5 whitespace-pre-line">{quote}</p>}
      {actions}
    </LineFrame>
  )
}

interface FrameProps {
  kind: string
  time: string
  end?: ReactNode
  children: ReactNode
}

/** Time, glyph, contents, amount or state: the columns every line of a timeline keeps to. */
export function LineFrame({ kind, time, end, children }: FrameProps) {
  const Icon = iconOf(kind)
  return (
    <div className="grid grid-cols-[40px_20px_minmax(0,1fr)_auto] gap-x-1.5 py-1.5">
      <span className="pt-0.5 text-note text-ink-2">{time}</span>
      <Icon
        aria-hidden
        size={15}
        strokeWidth={1.6}
        className={classes('mt-[3px]', isQuiet({ kind }) ? 'text-ink-2' : 'text-accent')}
      />
      <div className="min-w-0">{children}</div>
      <div className="pl-3 text-right whitespace-nowrap">{end}</div>
    </div>
  )
}

/** Where an order was placed: the store with a door, else the channel. */
function usePlaceNames(data: Data): string[] {
  const keep = { staleTime: 300_000 }
  const channel = useCall(listChannels, {}, keep).data?.items.find(({ id }) => id === data.channelId)?.name
  const store = useCall(listStores, {}, keep).data?.items.find(({ id }) => id === data.storeId)?.name
  return [store ?? channel ?? '']
}

type RecordWords = ReturnType<typeof useRecordWords>

function viaOf(data: Data, { timeline }: RecordWords): string {
  const via = text(data, 'via')
  return via === 'phone' ? timeline.viaPhone : via === 'mail' ? timeline.viaMail : ''
}

/** That it came by a form, whether its address was proven, and what was rated. */
function formDetails(data: Data, { timeline }: RecordWords): string[] {
  const rating = number(data, 'rating')
  return [
    timeline.viaForm,
    ...(data.isConfirmed ? [] : [timeline.unconfirmed]),
    ...(rating === null ? [] : [timeline.rating(rating)]),
  ]
}

interface Contents {
  title: string
  subject?: ReactNode
  details: string[]
  quote?: string
  end?: ReactNode
}

function useContents({ kind, data }: TimelineEntryReply): Contents {
  const words = useRecordWords()
  const site = useSiteWords()
  const places = usePlaceNames(data)
  const t = words.timeline
  switch (kind) {
    case 'order':
    case 'refund':
      return { ...orderContents(data, words), details: [orderNumber(data, words), ...places] }
    case 'note':
      return { title: t.kinds.note, details: data.isChanged ? [t.noteChanged] : [], quote: text(data, 'body') }
    case 'mail':
      return { title: t.kinds.mail, subject: text(data, 'subject'), details: [], end: <Quiet>{t.sent}</Quiet> }
    case 'mail-open':
      return { title: t.opened, subject: text(data, 'subject'), details: [] }
    case 'mail-click':
      return { title: t.clicked, subject: text(data, 'subject'), details: [text(data, 'path')] }
    case 'view':
      return { title: t.kinds.view, subject: text(data, 'title') || text(data, 'path'), details: [] }
    case 'call': {
      const seconds = number(data, 'seconds')
      return {
        title: text(data, 'direction') === 'out' ? t.callOut : t.callIn,
        subject: text(data, 'subject'),
        details: seconds === null ? [] : [t.talk(Math.floor(seconds / 60), seconds % 60)],
        quote: text(data, 'note'),
      }
    }
    case 'inquiry':
      return {
        title: t.kinds.inquiry,
        subject: text(data, 'subject'),
        details: data.via === 'form' ? formDetails(data, words) : [viaOf(data, words)],
        quote: text(data, 'body'),
      }
    case 'sign-up':
    case 'survey':
      return {
        title: kind === 'survey' ? t.survey : t.signUp,
        subject: text(data, 'subject'),
        details: formDetails(data, words),
        quote: text(data, 'body'),
      }
    case 'line-follow':
      return { title: data.isBack ? t.lineBack : t.lineFollow, details: [] }
    case 'line-unfollow':
      return { title: t.lineUnfollow, details: [] }
    case 'line-link':
      return { title: t.lineLink, details: [] }
    case 'line-message':
      return { title: t.lineMessage, details: [lineKind(data, words)], quote: text(data, 'text') }
    case 'line-postback':
      return { title: t.linePostback, subject: text(data, 'data'), details: [] }
    case 'visit':
      return { title: t.kinds.visit, subject: text(data, 'store'), details: [] }
    case 'review': {
      const stars = number(data, 'stars')
      return {
        title: t.review,
        subject: text(data, 'title'),
        details: stars === null ? [] : [t.stars(stars)],
        quote: text(data, 'body'),
      }
    }
    case 'referral':
      return { title: t.referral, details: [] }
    default:
      return siteContents(kind, data, site) ?? { title: t.other, subject: kind, details: [] }
  }
}

/** What was sent where it is no text: a sticker, a picture. */
function lineKind(data: Data, words: Words<typeof ja>): string {
  const { lineKinds } = words.timeline
  const type = text(data, 'type')
  return type in lineKinds ? lineKinds[type as keyof typeof lineKinds] : ''
}

const Quiet = ({ children }: { children: ReactNode }) => <span className="text-small text-ink-2">{children}</span>

const orderNumber = (data: Data, words: Words<typeof ja>) => words.timeline.orderNumber(text(data, 'number'))

function orderContents(data: Data, words: Words<typeof ja>): Contents {
  const t = words.timeline
  const id = number(data, 'id')
  const customerId = number(data, 'customerId')
  const total = number(data, 'total')
  const status = text(data, 'status') as keyof typeof t.statuses
  const goods = (Array.isArray(data.goods) ? data.goods : []) as { name?: string; quantity?: number }[]
  const bought = goods
    .map(({ name, quantity }) => `${name ?? ''}${(quantity ?? 1) > 1 ? `×${quantity}` : ''}`)
    .join(words.joinedList)
  const unsaid = (number(data, 'lines') ?? 0) - goods.length
  const name = bought + (unsaid > 0 ? t.moreLines(unsaid) : '') || orderNumber(data, words)
  const off = status === 'cancelled' || status === 'returned'
  return {
    title: status === 'refund' ? t.statuses.refund : t.kinds.order,
    subject:
      id !== null && customerId !== null ? (
        <Link look="plain" href={paths.order(customerId, id)}>
          {name}
        </Link>
      ) : (
        name
      ),
    details: [],
    end: (
      <>
        {total !== null && (
          <span className={off ? 'text-ink-2 line-through' : undefined}>
            <Money amount={total} />
          </span>
        )}
        {status !== 'confirmed' && status !== 'refund' && status in t.statuses && (
          <span className="block">
            <StateTag tone={status === 'pending' ? 'warn' : 'quiet'} glyph={status === 'pending' ? 'clock' : 'cross'}>
              {t.statuses[status]}
            </StateTag>
          </span>
        )}
      </>
    ),
  }
}
