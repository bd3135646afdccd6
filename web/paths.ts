/** What may stand in an address; undefined and empty values are left out. */
export type Search = Record<string, string | number | boolean | readonly (string | number)[] | undefined | null>

/** Writes search values readably: `?rank=A,B&page=2`. */
export function writeSearch(search: object): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(search as Search)) {
    if (value === undefined || value === null || value === '' || value === false) continue
    if (Array.isArray(value) && value.length === 0) continue
    parameters.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  // commas, colons and dots are readable and safe in a query
  const text = parameters.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text === '' ? '' : `?${text}`
}

export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}

const at = (path: string, search: Search = {}) => `${path}${writeSearch(search)}`

type AnalysisPath =
  | 'cohorts'
  | 'repeat'
  | 'curves'
  | 'rfm'
  | 'migration'
  | 'cpm'
  | 'deciles'
  | 'channels'
  | 'f2'
  | 'fans'
  | 'fans/definition'
  | 'discoveries'
  | 'lifetime'
  | 'trust'
  | 'offers'
  | 'affinity'
  | 'due'
  | 'rules'

/** Every place in the app, as links are written: `paths.customer(12)`. */
export const paths = {
  today: () => '/',
  signIn: (search?: Search) => at('/sign-in', search),
  setUp: () => '/setup',
  profile: () => '/profile',
  customers: (search?: Search) => at('/customers', search),
  proposals: (search?: Search) => at('/customers/proposals', search),
  customer: (id: number, search?: Search) => at(`/customers/${id}`, search),
  orders: (search?: Search) => at('/orders', search),
  /** customer 0: a guest's order */
  order: (customerId: number, id: number) => `/orders/${customerId}/${id}`,
  products: (search?: Search) => at('/products', search),
  product: (id: number) => `/products/${id}`,
  analysis: (page: AnalysisPath = 'rfm', search?: Search) =>
    at(page === 'rfm' ? '/analysis' : `/analysis/${page}`, search),
  forms: () => '/forms',
  form: (id: number) => `/forms/${id}`,
  formAnswers: (id: number) => `/forms/${id}/answers`,
  connections: () => '/connections',
  newConnection: (kind?: string) => at('/connections/new', { kind }),
  connection: (id: number) => `/connections/${id}`,
  imports: () => '/imports',
  import: (id: number) => `/imports/${id}`,
  settings: (page?: string, search?: Search) => at(page ? `/settings/${page}` : '/settings', search),
  jobs: () => '/jobs',
  job: (id: number) => `/jobs/${id}`,
}
