import { type Field, fields, type ImportKind, importKinds, lineFields, requiredFields } from '../imports/field.ts'
import { fieldNamed } from '../imports/guess.ts'
import { eventFields, type MessageKind, type WebhookRule } from '../webhook/shape.ts'
import { parsePath } from './paths.ts'

export type GuessedRule = Pick<WebhookRule, 'kind' | 'fields' | 'changedAt'>

const ofLines = new Set<Field>(lineFields)

/** Where parcels go is not who buys. */
const ofSomebodyElse = /^(shipping|delivery|recipient|receiver|shipto|giftto|配送先|お届け先|届け先)$/

/** Names around a record: an `id` under them is its own, not that of another it names. */
const wrappers = {
  customers: /^(data|payload|object|body|record|customer|member|user)$/,
  orders: /^(data|payload|object|body|record|order)$/,
  products: /^(data|payload|object|body|record|product|item)$/,
}

/** What a record's own number goes by; people see the number rather than the id. */
const ownNumber = new Map([
  ['id', 2],
  ['number', 3],
  ['no', 3],
  ['code', 3],
  ['番号', 3],
  ['コード', 3],
])

/** Names that mean something else in an order itself than in an address in it. */
const ofOrders = new Map<string, Field>([
  ['state', 'status'],
  ['at', 'orderedAt'],
])

const changes = /^(updatedat|updated|dateupdated|datemodified|modifiedat|lastmodified|更新日|更新日時)$/

/**
 * What the places of a message probably mean, by their names; of `kind`, else of the kind that most of them speak for.
 * People look it over: a place that nothing is known of stays unused.
 */
export function guessRule(paths: string[], kind?: MessageKind): GuessedRule {
  if (kind === 'events') return guessEvent(paths)
  if (kind) return guessRecord(paths, kind)
  const guesses = importKinds.map((each) => guessRecord(paths, each))
  // an order says most, as it names its customer and its products too
  const best = guesses.toSorted((one, other) => weightOf(other) - weightOf(one))[0] as GuessedRule
  const event = guessEvent(paths)
  // who did something, and what: that is no record of them
  return event.fields.event && Object.keys(best.fields).length <= 2 ? event : best
}

/** How much speaks for a rule: what it found, and whether that is enough to take something in. */
function weightOf({ kind, fields: found }: GuessedRule): number {
  const isEnough = kind !== 'events' && requiredFields[kind].every((group) => group.some((field) => field in found))
  return Object.keys(found).length + (isEnough ? 1 : 0)
}

function guessRecord(paths: string[], kind: ImportKind): GuessedRule {
  const found = new Map<Field, { path: string; weight: number }>()
  for (const path of paths) {
    const meaning = meaningOf(path, kind)
    // the name that says more is right, of equal ones the first
    if (meaning && meaning.weight > (found.get(meaning.field)?.weight ?? 0))
      found.set(meaning.field, { path, weight: meaning.weight })
  }
  const entries = fields[kind].flatMap((field) => {
    const at = found.get(field)
    return at ? [[field, at.path] as const] : []
  })
  return {
    kind,
    fields: Object.fromEntries(entries),
    changedAt: paths.find((path) => !isOfList(path) && changes.test(namesOf(path).at(-1) ?? '')) ?? '',
  }
}

const isOfList = (path: string): boolean => /\[[*\d]/.test(path)

/** `line_items[*].unit_price` → `lineitem`, `unitprice`. */
function namesOf(path: string): string[] {
  const names = (parsePath(path) ?? []).filter((step) => typeof step === 'string' && step !== '*') as string[]
  return names.map((name, place) => {
    const plain = name.toLowerCase().replace(/[\s_-]/g, '')
    return place < names.length - 1 && plain.length > 3 ? plain.replace(/s$/, '') : plain
  })
}

function meaningOf(path: string, kind: ImportKind): { field: Field; weight: number } | undefined {
  const names = namesOf(path)
  const isInList = isOfList(path)
  if (names.some((name) => ofSomebodyElse.test(name)) || (isInList && kind === 'customers')) return
  const fits = (field: Field) => kind !== 'orders' || isInList === ofLines.has(field)
  if (!isInList && names.slice(0, -1).every((name) => wrappers[kind].test(name))) {
    const last = names.at(-1) ?? ''
    const weight = ownNumber.get(last)
    if (weight) return { field: kind === 'products' ? 'productCode' : 'number', weight }
    const field = kind === 'orders' ? ofOrders.get(last) : undefined
    if (field) return { field, weight: 1 }
  }
  // `customer.name` says more than `name`
  for (let from = 0; from < names.length; from++) {
    const field = fieldNamed(kind, names.slice(from).join(''))
    if (field && fits(field)) return { field, weight: names.length - from + 1 }
  }
}

const eventNames: Record<(typeof eventFields)[number], RegExp> = {
  number: /^(customerid|customernumber|memberid|membernumber|userid|会員番号|顧客番号)$/,
  email: /^(email|mail|mailaddress|メールアドレス)$/,
  event: /^(event|eventname|eventtype|type|action|topic)$/,
  at: /^(at|time|timestamp|occurredat|createdat|happenedat|date|datetime|日時)$/,
}

function guessEvent(paths: string[]): GuessedRule {
  const at = (field: (typeof eventFields)[number]) =>
    paths.find((path) => {
      const names = namesOf(path)
      return [names.at(-1) ?? '', names.slice(-2).join('')].some((name) => eventNames[field].test(name))
    })
  const found = eventFields.flatMap((field) => {
    const path = at(field)
    return path === undefined ? [] : [[field, path] as const]
  })
  return { kind: 'events', fields: Object.fromEntries(found), changedAt: '' }
}
