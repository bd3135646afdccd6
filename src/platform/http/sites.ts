import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Machinery } from './answer.ts'
import { Refusal } from './refusal.ts'
import type { Route } from './route.ts'

/** What a page of another site may send along besides its question. */
const sentAlong = 'content-type, tokui-customer'
const rememberSeconds = 600

/**
 * Tells a browser that the page which asks may read the answer, when its origin is one the route knows. Cookies are never
 * asked for, so nothing is answered with somebody's session.
 */
export async function nameSite(
  { pool, clock }: Pick<Machinery, 'pool' | 'clock'>,
  { isForSite }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  reply.header('vary', 'origin, tokui-customer')
  const { origin } = request.headers
  if (!isForSite || !origin || !(await isForSite({ pool, now: clock() }, origin, request.query))) return false
  reply.header('access-control-allow-origin', origin)
  return true
}

/** The question a browser asks before it asks. */
export async function answerPreflight(
  machinery: Pick<Machinery, 'pool' | 'clock'>,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!(await nameSite(machinery, route, request, reply))) throw new Refusal('foreign-origin')
  return reply
    .headers({
      'access-control-allow-methods': route.endpoint.method,
      'access-control-allow-headers': sentAlong,
      'access-control-max-age': String(rememberSeconds),
    })
    .status(204)
    .send()
}
