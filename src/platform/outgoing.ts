import { lookup } from 'node:dns'
import * as http from 'node:http'
import * as https from 'node:https'
import { BlockList, connect, isIP, type LookupFunction, type Socket } from 'node:net'
import type { Config } from './config.ts'

/**
 * Calls to other servers. The one door out: whoever may type an address into a settings screen must not reach what only
 * this machine can. Names are resolved here, every address found is checked, and the connection goes to a checked one;
 * redirects are not followed; answers are bounded in size and time.
 */
export interface OutsideRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Buffer
  /** for the whole exchange; default 15 s */
  timeoutMs?: number
  /** longer answers are refused; default 5 MB */
  mostBytes?: number
  /** of longer answers the beginning is enough: the rest is neither read nor waited for */
  cut?: boolean
}

export interface OutsideAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
}

export type OutsideReason =
  | 'bad-address'
  | 'inner-address'
  | 'unknown-host'
  | 'no-connection'
  | 'timed-out'
  | 'too-large'

/** Why nothing came back. Never holds the address: it may carry a secret. */
export class OutsideError extends Error {
  readonly reason: OutsideReason
  constructor(reason: OutsideReason, options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
  }
}

/** Nothing that an address on the open internet can be: IANA's special-purpose registries. */
const inner = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(net, bits)
}
/** Of IPv6 only 2000::/3 is the open internet; in it, what wraps IPv4 or is for examples and tunnels. */
const open6 = new BlockList()
open6.addSubnet('2000::', 3, 'ipv6')
const inner6 = new BlockList()
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  inner6.addSubnet(net, bits, 'ipv6')
}

export function isInner(address: string): boolean {
  if (isIP(address) === 4) return inner.check(address)
  return isIP(address) !== 6 || !open6.check(address, 'ipv6') || inner6.check(address, 'ipv6')
}

/**
 * Throws OutsideError for what never reached an answer; statuses are for the caller to judge. http is for hosts of
 * `reach` only; everything else is https.
 */
export async function fetchOutside(
  config: Pick<Config, 'reach'>,
  address: string,
  { method = 'GET', headers = {}, body, timeoutMs = 15_000, mostBytes = 5_000_000, cut = false }: OutsideRequest = {},
): Promise<OutsideAnswer> {
  const url = readAddress(config, address)
  const { promise, resolve, reject } = Promise.withResolvers<OutsideAnswer>()
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method,
    headers: {
      'user-agent': 'Tokui',
      accept: '*/*',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
    agent: false,
    lookup: checkedLookup(isReachable(config, url)),
    // a certificate is asked for the name, never for the address it resolved to
    ...(url.protocol === 'https:' ? { servername: isIP(bare(url)) ? undefined : url.hostname } : {}),
  })
  const fail = (reason: OutsideReason, cause?: unknown) => {
    reject(new OutsideError(reason, { cause }))
    request.destroy()
  }
  const timer = setTimeout(() => fail('timed-out'), timeoutMs)
  request.on('error', (error: NodeJS.ErrnoException) => reject(asOutsideError(error)))
  request.on('response', (response) => {
    const parts: Buffer[] = []
    let bytes = 0
    response.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > mostBytes && !cut) return fail('too-large')
      parts.push(part)
      if (bytes > mostBytes) end()
    })
    response.on('error', (error) => reject(asOutsideError(error)))
    response.on('end', end)
    function end() {
      const body = Buffer.concat(parts).subarray(0, mostBytes)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
      request.destroy()
    }
  })
  request.end(body)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

/** Whether an address could be called at all; for screens, before it is saved. Throws OutsideError. */
export function readAddress(config: Pick<Config, 'reach'>, address: string): URL {
  if (!URL.canParse(address)) throw new OutsideError('bad-address')
  const url = new URL(address)
  const reachable = isReachable(config, url)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && reachable)
  if (!isSafe || url.username !== '' || url.password !== '') throw new OutsideError('bad-address')
  if (reachable) return url
  if (isInnerName(url) || (isIP(bare(url)) && isInner(bare(url)))) throw new OutsideError('inner-address')
  if (otherPorts.has(url.port)) throw new OutsideError('bad-address')
  return url
}

function bare(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** Names that never leave the machine or its network, whatever a resolver says of them. */
function isInnerName(url: URL): boolean {
  const host = bare(url).replace(/\.$/, '')
  return isIP(host) === 0 && (!host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host))
}

/** Ports where other things than web servers listen: a request must not be able to knock at them. */
const otherPorts = new Set(
  [20, 21, 22, 23, 25, 53, 110, 111, 135, 139, 143, 389, 445, 465, 512, 513, 514, 587, 636, 993, 995, 1433, 1521, 2049]
    .concat([2375, 2376, 2379, 3306, 3389, 5432, 5984, 6379, 6443, 9042, 9200, 10250, 11211, 27017])
    .map(String),
)

function isReachable({ reach = [] }: Pick<Config, 'reach'>, url: URL): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return reach.includes(`${url.hostname}:${port}`)
}

/** A connection of our own to another server, for protocols beside HTTP; checked like the calls above. */
export async function connectOutside(
  { reach = [] }: Pick<Config, 'reach'>,
  host: string,
  port: number,
  timeoutMs = 15_000,
): Promise<Socket> {
  const reachable = reach.includes(`${host}:${port}`)
  if (!reachable && isIP(host) && isInner(host)) throw new OutsideError('inner-address')
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = connect({ host, port, lookup: checkedLookup(reachable) })
  const timer = setTimeout(() => {
    reject(new OutsideError('timed-out'))
    socket.destroy()
  }, timeoutMs)
  const failed = (error: Error) => reject(asOutsideError(error))
  socket.once('error', failed)
  socket.once('connect', () => {
    socket.off('error', failed)
    resolve(socket)
  })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

/** All addresses of a name must be outside: one that is not would be taken at the next try. */
function checkedLookup(reachable: boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      if (!reachable && found.some(({ address }) => isInner(address)))
        return done(new OutsideError('inner-address'), [])
      if (options.all) return done(null, found)
      const [first] = found
      return first ? done(null, first.address, first.family) : done(new OutsideError('unknown-host'), [])
    })
  }
}

function asOutsideError(error: NodeJS.ErrnoException): OutsideError {
  if (error instanceof OutsideError) return error
  const isUnknown = error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN'
  return new OutsideError(isUnknown ? 'unknown-host' : 'no-connection', { cause: error })
}
