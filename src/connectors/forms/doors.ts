import { readDefinitions } from '../../customers/index.ts'
import { dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Door, DoorReply, DoorRequest } from '../../platform/http/door.ts'
import { answerBehind, confirmAnswer } from './answers/confirm.ts'
import { receiveAnswer, sendAgain } from './answers/receive.ts'
import type { Answer } from './answers/store.ts'
import { deviceOf } from './device.ts'
import { answerLimits, guessLimits, waitSeconds } from './pace.ts'
import { fillAddress } from './page/fill.ts'
import * as pages from './page/form.ts'
import { openAnswer, openPage, sealAnswer, sealPage, shortest } from './page/seal.ts'
import { fillInput, pageInput, readSent, type SentProblem, trapInput, unknownInputs } from './page/sent.ts'
import { type Form, findForm, shownDefinition } from './store.ts'

/** The longest honest answer fills 40 fields; nothing is read of what is longer. */
const mostBytes = 65_536
const key = '/f/:key'
const link = '/c/:token'

/** Where everybody comes in who is no member of the staff: no session, no script needed, nothing remembered by a cookie. */
export const doors: Door[] = [
  { method: 'GET', path: key, mostBytes, handle: withForm(async (ctx, asked, form) => draw(ctx, asked, form)) },
  { method: 'POST', path: key, mostBytes, handle: withForm(sendForm) },
  { method: 'GET', path: `${key}/sent`, mostBytes, handle: withForm(async (_ctx, asked, form) => sent(asked, form)) },
  { method: 'POST', path: `${key}/sent`, mostBytes, handle: withForm(sendMailAgain) },
  {
    method: 'GET',
    path: `${key}/thanks`,
    mostBytes,
    handle: withForm(async (_ctx, asked, form) => thanks(asked, form)),
  },
  { method: 'GET', path: link, mostBytes, handle: lookBehind },
  { method: 'POST', path: link, mostBytes, handle: confirm },
]

interface Company {
  company: string
}
type FormDoor = (ctx: Context, asked: DoorRequest, form: Form & Company) => Promise<DoorReply>

/** A key that is none and a form that is closed are the same page. */
function withForm(handle: FormDoor): Door['handle'] {
  return async (ctx, asked) => {
    const form = /^form_[\w-]{10,60}$/.test(asked.params.key ?? '')
      ? await findForm(ctx.pool, { key: asked.params.key as string })
      : undefined
    const told = toldOf({ locale: form?.locale ?? 'ja', company: ctx.company.name })
    if (!form?.isOpen) return html(404, pages.closedPage(told))
    return handle(ctx, asked, { ...form, company: ctx.company.name })
  }
}

const toldOf = ({ locale, company }: { locale: 'ja' | 'en'; company: string }, isFramed = false) => ({
  locale,
  company,
  ...(isFramed ? { isFramed } : {}),
})
const isFramed = ({ query }: DoorRequest) => query.embed === '1'
const tail = (asked: DoorRequest) => (isFramed(asked) ? '?embed=1' : '')

/**
 * A public page may load nothing, send only to us (and from there to the page of the shop), and stand only in frames of the
 * origins its form lists.
 */
function html(
  status: number,
  body: string,
  form?: Form,
  framed = false,
  headers: Record<string, string> = {},
): DoorReply {
  const redirect = form?.definition.redirectUrl
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "script-src 'self'",
    `form-action 'self'${redirect ? ` ${new URL(redirect).origin}` : ''}`,
    "base-uri 'none'",
    `frame-ancestors ${framed && form && form.embedOrigins.length > 0 ? form.embedOrigins.join(' ') : "'none'"}`,
  ]
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      // addresses of these pages hold keys and tokens
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    body,
  }
}

const seeOther = (location: string): DoorReply => ({
  status: 303,
  headers: { location, 'referrer-policy': 'no-referrer' },
})

interface Drawn {
  status?: number
  typed?: URLSearchParams
  problems?: SentProblem[]
  notice?: 'again' | 'tooFast' | 'changed' | 'tooMany'
  seal?: string
  headers?: Record<string, string>
}

async function draw(ctx: Context, asked: DoorRequest, form: Form & Company, drawn: Drawn = {}): Promise<DoorReply> {
  const framed = isFramed(asked)
  const { notice } = drawn
  const page = pages.formPage({
    definition: form.definition,
    company: form.company,
    action: `/f/${form.key}${tail(asked)}`,
    seal: drawn.seal ?? sealPage(ctx.config, form, ctx.now),
    ...(notice ? { notice } : {}),
    isFramed: framed,
    drawing: {
      locale: form.locale,
      attributes: await attributesOf(ctx.pool, form),
      typed: drawn.typed ?? new URLSearchParams(),
      problems: drawn.problems ?? [],
      today: dayOf(ctx.now, ctx.company.timeZone),
    },
  })
  return html(drawn.status ?? 200, page, form, framed, drawn.headers)
}

async function attributesOf(db: Db, { definition }: Form) {
  return definition.fields.some(({ kind }) => kind === 'attribute') ? readDefinitions(db) : []
}

async function sendForm(ctx: Context, asked: DoorRequest, form: Form & Company): Promise<DoorReply> {
  const type = asked.headers['content-type'] ?? ''
  if (!/^application\/x-www-form-urlencoded(;|$)/i.test(type)) return { status: 415 }
  const typed = new URLSearchParams(asked.body.toString('utf8'))
  const seal = typed.get(pageInput) ?? ''
  const page = openPage(ctx.config, form.id, seal, ctx.now)
  if (!page) return draw(ctx, asked, form, { status: 422, typed, notice: 'again' })
  if (page.version !== form.version) return draw(ctx, asked, form, { status: 422, typed, notice: 'changed' })
  if (unknownInputs(form.definition, typed).length > 0)
    return draw(ctx, asked, form, { status: 422, notice: 'changed' })
  if (typed.has(fillInput)) return draw(ctx, asked, form, { typed: fillAddress(form.definition, typed), seal })
  // a machine is told that all went well
  if (typed.get(trapInput)) return seeOther(`/f/${form.key}/thanks${tail(asked)}`)
  const attributes = await attributesOf(ctx.pool, form)
  const read = readSent(form.definition, typed, attributes, dayOf(ctx.now, ctx.company.timeZone))
  if (read.problems.length > 0) return draw(ctx, asked, form, { status: 422, typed, problems: read.problems, seal })
  if (ctx.now.getTime() - page.at.getTime() < shortest) {
    return draw(ctx, asked, form, { status: 422, typed, notice: 'tooFast', seal })
  }
  const wait = await waitSeconds(ctx, 'answer', asked.ip, answerLimits)
  if (wait > 0) {
    const headers = { 'retry-after': String(wait) }
    return draw(ctx, asked, form, { status: 429, typed, notice: 'tooMany', seal, headers })
  }
  const id = await receiveAnswer(ctx, form, page, read, deviceOf(asked.headers['user-agent']))
  if (form.confirms && id !== undefined) {
    return seeOther(`/f/${form.key}/sent?h=${sealAnswer(ctx.config, id)}${isFramed(asked) ? '&embed=1' : ''}`)
  }
  return seeOther(form.definition.redirectUrl ?? `/f/${form.key}/thanks${tail(asked)}`)
}

function sent(asked: DoorRequest, form: Form & Company): DoorReply {
  const handle = typeof asked.query.h === 'string' ? asked.query.h : ''
  const again = { action: `/f/${form.key}/sent${tail(asked)}`, handle }
  return html(200, pages.sentPage(toldOf(form, isFramed(asked)), again, false), form, isFramed(asked))
}

/** Known or not, sent or held back: the page says the same. */
async function sendMailAgain(ctx: Context, asked: DoorRequest, form: Form & Company): Promise<DoorReply> {
  const handle = new URLSearchParams(asked.body.toString('utf8')).get(pageInput) ?? ''
  const id = openAnswer(ctx.config, handle)
  const wait = await waitSeconds(ctx, 'answer', asked.ip, answerLimits)
  if (id !== undefined && wait === 0) await sendAgain(ctx, id)
  const again = { action: `/f/${form.key}/sent${tail(asked)}`, handle }
  return html(200, pages.sentPage(toldOf(form, isFramed(asked)), again, true), form, isFramed(asked))
}

function thanks(asked: DoorRequest, form: Form & Company): DoorReply {
  return html(200, pages.thanksPage(toldOf(form, isFramed(asked)), form.definition), form, isFramed(asked))
}

/** Links are guessed at no more than a few times; whoever was sent one gets in with the first. */
async function behind(
  ctx: Context,
  asked: DoorRequest,
  find: (token: string) => Promise<Answer | undefined>,
  show: (answer: Answer, form: Form, told: ReturnType<typeof toldOf>) => DoorReply,
): Promise<DoorReply> {
  const token = asked.params.token ?? ''
  const answer = /^[\w-]{43}$/.test(token) ? await find(token) : undefined
  const form = answer && (await findForm(ctx.pool, { id: answer.formId }))
  const told = toldOf({ locale: form?.locale ?? 'ja', company: ctx.company.name })
  // under the words that were shown, whatever stands there now
  if (answer && form) return show(answer, { ...form, definition: await shownDefinition(ctx.pool, answer) }, told)
  const wait = await waitSeconds(ctx, 'guess', asked.ip, guessLimits)
  if (wait > 0) return html(429, pages.tooManyPage(told), undefined, false, { 'retry-after': String(wait) })
  return html(404, pages.gonePage(told))
}

async function lookBehind(ctx: Context, asked: DoorRequest): Promise<DoorReply> {
  const find = (token: string) => answerBehind(ctx, token)
  return behind(ctx, asked, find, (answer, form, told) => {
    if (answer.state === 'confirmed') return html(200, pages.confirmedPage(told, form.definition), form)
    const bodies = new Map(form.definition.consents.map(({ wordingId, body }) => [wordingId, body]))
    const consents = answer.consents.flatMap(({ wordingId, isGranted }) => {
      const body = bodies.get(wordingId)
      return body === undefined ? [] : [{ body, isGranted }]
    })
    return html(200, pages.confirmPage(told, `/c/${asked.params.token}`, form.definition, consents), form)
  })
}

async function confirm(ctx: Context, asked: DoorRequest): Promise<DoorReply> {
  const find = (token: string) => confirmAnswer(ctx, token)
  return behind(ctx, asked, find, (_answer, form, told) => {
    const { redirectUrl } = form.definition
    return redirectUrl ? seeOther(redirectUrl) : html(200, pages.confirmedPage(told, form.definition), form)
  })
}
