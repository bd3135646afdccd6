import type { Json } from './clean.ts'

export type Props = { [key: string]: Json }

/** How an event is kept: a kind the timeline has words for, and what its line says. */
export interface Kept {
  kind: string
  data: Props
}

/** What a call tells beside its properties. */
export interface Told {
  name: string
  category: string
  /** of the page it happened on, as browsers tell it */
  page: Props
}

/** A page or screen that was looked at. */
export function keepPage(props: Props, { name, category, page }: Told): Kept {
  const title = text(props.title) || name || text(page.title)
  const path = pathOf(props) || pathOf(page)
  const rest = without(props, ['title', 'path', 'url', 'search', 'referrer', 'name', 'category'])
  return {
    kind: 'view',
    data: filled({ title, path, category, referrer: bare(text(props.referrer) || text(page.referrer)), ...rest }),
  }
}

/** An event by its name: those of the protocol's ecommerce list have kinds of their own, others are shown by name. */
export function keepTrack(props: Props, told: Told): Kept {
  const name = told.name.toLowerCase()
  // anybody may call an event anything, also what every object has
  const keep = Object.hasOwn(known, name) ? known[name] : undefined
  const path = pathOf(told.page)
  if (keep) return keep(props, path)
  return { kind: 'track', data: filled({ name: told.name, path, ...without(props, []) }) }
}

const product = (props: Props) => ({
  code: code(props.sku) || code(props.product_id) || code(props.variant),
  title: text(props.name),
  price: number(props.price),
})

const known: Record<string, (props: Props, path: string) => Kept> = {
  'product viewed': (props, path) => ({
    kind: 'view',
    data: filled({ ...product(props), path, ...without(props, productKeys) }),
  }),
  'products searched': (props, path) => ({
    kind: 'search',
    data: filled({ query: text(props.query), results: number(props.results), path, ...without(props, searchKeys) }),
  }),
  'product added': (props, path) => ({
    kind: 'cart',
    data: filled({ ...product(props), quantity: number(props.quantity), path, ...without(props, productKeys) }),
  }),
  'product removed': (props, path) => ({
    kind: 'cart-remove',
    data: filled({ ...product(props), quantity: number(props.quantity), path, ...without(props, productKeys) }),
  }),
  // the order itself comes from the shop: this is only that the page of thanks was reached
  'order completed': (props) => ({
    kind: 'checkout',
    data: filled({
      number: code(props.order_id),
      total: number(props.total) ?? number(props.revenue),
      ...without(props, orderKeys),
    }),
  }),
}

const productKeys = ['sku', 'product_id', 'name', 'price', 'quantity', 'url', 'image_url']
const searchKeys = ['query', 'results']
const orderKeys = ['order_id', 'total', 'revenue']

/** What is left of the properties, under a name of its own so that no property is taken for ours. */
function without(props: Props, names: string[]): Props {
  const rest = Object.entries(props).filter(([name]) => !names.includes(name))
  return rest.length > 0 ? { props: Object.fromEntries(rest) } : {}
}

function filled(data: Props): Props {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== '' && value !== null))
}

const longest = 500

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value.slice(0, longest) : ''
}

function code(value: Json | undefined): string {
  return typeof value === 'number' ? String(value) : text(value).slice(0, 100)
}

function number(value: Json | undefined): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : null
}

function pathOf(page: Props): string {
  const path = text(page.path)
  if (path) return bare(path)
  const url = text(page.url)
  return URL.canParse(url) ? new URL(url).pathname : ''
}

/** Without query and fragment, where addresses carry what is nobody's business. */
function bare(address: string): string {
  return address.replace(/[?#].*$/s, '')
}
