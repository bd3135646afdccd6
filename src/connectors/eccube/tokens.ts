import type * as z from 'zod'
import type { Context } from '../../platform/context.ts'
import { transaction } from '../../platform/db/db.ts'
import { fetchOutside } from '../../platform/outgoing.ts'
import { sealSecrets } from '../connections/actions.ts'
import { type Connection, readSecrets } from '../connections/store.ts'
import { readJson } from '../hooks/json.ts'
import { textAt } from '../hooks/paths.ts'
import { PullError } from '../pulls/puller.ts'
import { eccubeKind } from './kind.ts'

export type Shop = Connection<z.output<typeof eccubeKind.settings>>

/** Where EC-CUBE sends people back to after they allowed us in. */
export function returnAddress({ config }: Pick<Context, 'config'>, { id }: Shop): string {
  return `${config.origin}/connections/${id}`
}

/** A token that holds for another minute; a new one is asked for when the last has run out. */
export async function accessToken(ctx: Context, shop: Shop): Promise<string> {
  const { accessToken: token, accessUntil, refreshToken } = await readSecrets(ctx, eccubeKind, shop.id)
  if (token !== '' && new Date(accessUntil).getTime() > ctx.now.getTime() + 60_000) return token
  if (refreshToken === '') throw new PullError('not-authorised', 0)
  return fetchTokens(ctx, shop, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

/** Asks for tokens and keeps them: an old refresh token is worth nothing once a new one was given. */
export async function fetchTokens(ctx: Context, shop: Shop, grant: Record<string, string>): Promise<string> {
  const secrets = await readSecrets(ctx, eccubeKind, shop.id)
  const asked = {
    ...grant,
    client_id: shop.settings.clientId,
    client_secret: secrets.clientSecret,
    redirect_uri: returnAddress(ctx, shop),
  }
  const answer = await fetchOutside(ctx.config, `${shop.settings.shop}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(asked).toString(),
  })
  if (answer.status >= 400 && answer.status < 500) throw new PullError('not-authorised', answer.status)
  if (answer.status !== 200) throw new PullError('bad-status', answer.status)
  const said = readJson(answer.body)
  const token = textAt(said, 'access_token')
  if (token === '') throw new PullError('not-authorised', answer.status)
  const until = ctx.now.getTime() + (Number(textAt(said, 'expires_in')) || 3600) * 1000
  const kept = {
    ...secrets,
    accessToken: token,
    accessUntil: new Date(until).toISOString(),
    refreshToken: textAt(said, 'refresh_token') || secrets.refreshToken,
  }
  await transaction(ctx.pool, (tx) => sealSecrets(ctx, tx, shop.id, kept))
  return token
}
