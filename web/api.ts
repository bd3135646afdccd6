import {
  type InfiniteData,
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type * as z from 'zod'
import type { Endpoint, Problem, RefusalCode } from '../src/platform/http/contract.ts'

/** A refusal said by the server; `unreachable` when it said nothing at all. */
export class ProblemError extends Error {
  readonly code: RefusalCode | 'unreachable'
  readonly status: number
  readonly fields: NonNullable<Problem['fields']>
  readonly detail: Record<string, unknown>

  constructor(problem: Pick<Problem, 'code' | 'status' | 'fields' | 'detail'>) {
    super(problem.code)
    this.code = problem.code as ProblemError['code']
    this.status = problem.status
    this.fields = problem.fields ?? []
    this.detail = problem.detail ?? {}
  }
}

// an endpoint without parameters, query or body has the empty strict object there: an index signature of never
type Part<Name extends string, Value> = string extends keyof Value
  ? unknown
  : object extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value }

/** What a call needs: only the parts its contract has, required only when the contract requires them. */
export type Asked<E extends Endpoint> = Part<'params', z.output<E['params']>> &
  Part<'query', z.input<E['query']>> &
  ('upload' extends E['raw'] ? { body: Blob } : Part<'body', z.input<E['body']>>)
export type ReplyOf<E extends Endpoint> = z.output<E['reply']>

interface Loose {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

/** The address of a call; lists become comma-separated, what is undefined or empty is left out. */
export function addressOf<E extends Endpoint>(endpoint: E, asked: Pick<Asked<E>, never> & Loose): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(asked.params?.[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(
    (asked.query ?? {}) as Record<string, string | number | boolean | null | undefined>,
  )) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  return query.size > 0 ? `${path}?${query}` : path
}

interface CallOptions {
  signal?: AbortSignal | undefined
  /** the same for every try of one action, so that a repeated try changes nothing twice */
  idempotencyKey?: string | undefined
}

export async function call<E extends Endpoint>(
  endpoint: E,
  asked: Asked<E>,
  { signal, idempotencyKey }: CallOptions = {},
): Promise<ReplyOf<E>> {
  const loose = asked as Loose
  const upload = endpoint.raw === 'upload'
  const headers: Record<string, string> = { accept: 'application/json' }
  if (upload) headers['content-type'] = 'application/octet-stream'
  else if (loose.body !== undefined) headers['content-type'] = 'application/json'
  if (endpoint.method !== 'GET' && !upload) headers['idempotency-key'] = idempotencyKey ?? newKey()
  const response = await fetch(addressOf(endpoint, loose as never), {
    method: endpoint.method,
    headers,
    ...(loose.body === undefined ? {} : { body: upload ? (loose.body as Blob) : JSON.stringify(loose.body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ProblemError({ code: 'unreachable', status: 0 })
  })
  if (!response.ok) throw await problemIn(response)
  return (await response.json()) as ReplyOf<E>
}

async function problemIn(response: Response): Promise<ProblemError> {
  const json = response.headers.get('content-type')?.includes('json') ? await response.json().catch(() => null) : null
  const { status } = response
  return new ProblemError(
    (json as Problem | null) ?? { code: status >= 502 ? 'unreachable' : 'internal-error', status },
  )
}

/** randomUUID needs https or localhost, a shop's own network may have neither. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const passes = (error: unknown) =>
  error instanceof ProblemError && ['unreachable', 'database-busy', 'in-progress'].includes(error.code)

export interface Ears {
  /** the session ended: go to sign-in and come back after */
  onSignedOut(): void
  /** whether the server was last heard of */
  onReachable(reachable: boolean): void
}

export function createClient(ears: Ears): QueryClient {
  const failed = (error: unknown) => {
    if (!(error instanceof ProblemError)) return
    if (error.code === 'not-signed-in') ears.onSignedOut()
    if (error.code === 'unreachable') ears.onReachable(false)
  }
  const heard = () => ears.onReachable(true)
  return new QueryClient({
    queryCache: new QueryCache({ onError: failed, onSuccess: heard }),
    mutationCache: new MutationCache({ onError: failed, onSuccess: heard }),
    defaultOptions: {
      queries: { staleTime: 15_000, retry: (count, error) => count < 2 && passes(error), networkMode: 'always' },
      mutations: { retry: (count, error) => count < 3 && passes(error), networkMode: 'always' },
    },
  })
}

export function keyOf<E extends Endpoint>(endpoint: E, asked?: Asked<E>): readonly unknown[] {
  return asked === undefined ? [endpoint.path] : [endpoint.path, asked]
}

interface ReadOptions<Reply = unknown> {
  enabled?: boolean
  /** keep showing the former result, dimmed by `isPlaceholderData`, while the next one is under way */
  keep?: boolean
  /** milliseconds to the next reading, from what was read; false: no more */
  interval?(reply: Reply | undefined): number | false
  staleTime?: number
}

/** Reads one thing; the reply is cached by endpoint and what was asked. */
export function useCall<E extends Endpoint>(endpoint: E, asked: Asked<E>, options: ReadOptions<ReplyOf<E>> = {}) {
  const { keep, interval, ...rest } = options
  return useQuery<ReplyOf<E>, ProblemError>({
    queryKey: keyOf(endpoint, asked),
    queryFn: ({ signal }) => call(endpoint, asked, { signal }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(interval ? { refetchInterval: ({ state }) => interval(state.data) } : {}),
    ...rest,
  })
}

type PageOf<E extends Endpoint> = ReplyOf<E> & { items: unknown[]; next: string | null }

/** Reads a keyset list page after page; `items` are those of all pages read so far. */
export function usePages<E extends Endpoint>(endpoint: E, asked: Asked<E>, options: ReadOptions<PageOf<E>> = {}) {
  const { keep, interval, ...rest } = options
  const pages = useInfiniteQuery<PageOf<E>, ProblemError, InfiniteData<PageOf<E>>, readonly unknown[], string>({
    queryKey: [...keyOf(endpoint, asked), 'pages'],
    queryFn: ({ signal, pageParam }) => {
      const query = { ...(asked as Loose).query, ...(pageParam ? { cursor: pageParam } : {}) }
      return call(endpoint, { ...(asked as object), query } as Asked<E>, { signal }) as Promise<PageOf<E>>
    },
    initialPageParam: '',
    getNextPageParam: (last: PageOf<E>) => last.next ?? undefined,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(interval ? { refetchInterval: ({ state }) => interval(state.data?.pages[0]) } : {}),
    ...rest,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) as PageOf<E>['items'][number][] | undefined
  return {
    ...pages,
    items: items as ReplyOf<E>['items' & keyof ReplyOf<E>] | undefined,
  }
}

interface ActionOptions<E extends Endpoint> {
  /** lists and records that show what this action changes */
  refresh?: Endpoint[]
  onDone?(reply: ReplyOf<E>, asked: Asked<E>): void
  onFailed?(error: ProblemError, asked: Asked<E>): void
}

/** A write. Each `run` is one action of the person: its tries share one key, `again` repeats the last one safely. */
export function useAction<E extends Endpoint>(endpoint: E, options: ActionOptions<E> = {}) {
  const client = useQueryClient()
  const mutation = useMutation<ReplyOf<E>, ProblemError, { asked: Asked<E>; key: string }>({
    mutationFn: ({ asked, key }) => call(endpoint, asked, { idempotencyKey: key }),
    onSuccess: async (reply, { asked }) => {
      options.onDone?.(reply, asked)
      await Promise.all((options.refresh ?? []).map((one) => client.invalidateQueries({ queryKey: keyOf(one) })))
    },
    onError: (error, { asked }) => options.onFailed?.(error, asked),
  })
  return {
    run: (asked: Asked<E>) => mutation.mutate({ asked, key: newKey() }),
    /** like `run`, for when the next step needs the reply; rejects with a ProblemError */
    ask: (asked: Asked<E>) => mutation.mutateAsync({ asked, key: newKey() }),
    again: () => mutation.variables && mutation.mutate(mutation.variables),
    pending: mutation.isPending,
    done: mutation.isSuccess,
    error: mutation.error,
    reply: mutation.data,
    forget: mutation.reset,
  }
}
