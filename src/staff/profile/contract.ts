import * as z from 'zod'
import { at, endpoint } from '../../platform/http/contract.ts'
import { ceremonyOptions, localeName, nameInput, passwordInput, roleName } from '../sign-in/contract.ts'

/** One's own account. People only: an API key has no profile. */
export const readProfile = endpoint({
  method: 'GET',
  path: '/api/me',
  access: 'signed-in',
  summary: 'Your own account: name, ways to sign in, open sessions.',
  reply: z.object({
    id: z.number().int(),
    name: z.string(),
    email: z.string(),
    role: roleName,
    locale: localeName,
    version: z.number().int(),
    hasPassword: z.boolean(),
    hasAuthenticator: z.boolean(),
    recoveryCodesLeft: z.number().int(),
    passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: at, lastUsedAt: at.nullable() })),
    sessions: z.array(
      z.object({
        id: z.string(),
        userAgent: z.string(),
        createdAt: at,
        lastSeenAt: at,
        expiresAt: at,
        /** the session of this request */
        current: z.boolean(),
      }),
    ),
  }),
})

export const changeProfile = endpoint({
  method: 'PATCH',
  path: '/api/me',
  access: 'signed-in',
  summary: 'Change your name or language.',
  body: z.strictObject({ name: nameInput.optional(), locale: localeName.optional(), version: z.number().int() }),
  reply: z.object({ version: z.number().int() }),
})

export const changePassword = endpoint({
  method: 'PUT',
  path: '/api/me/password',
  access: 'signed-in',
  ownTransactions: true,
  summary: 'Change your password; every other session ends.',
  body: z.strictObject({ currentPassword: passwordInput.optional(), newPassword: passwordInput }),
})

export const startAuthenticator = endpoint({
  method: 'POST',
  path: '/api/me/authenticator',
  access: 'signed-in',
  ownTransactions: true,
  summary: 'Begin to enrol an authenticator app (TOTP): the secret to scan, not yet in force.',
  reply: z.object({
    secret: z.string(),
    url: z.string(),
    /** an SVG picture */
    qr: z.string(),
  }),
})

const code = z.string().trim().min(6).max(40)
const recoveryCodes = z.object({
  /** shown once */
  recoveryCodes: z.array(z.string()),
})

export const confirmAuthenticator = endpoint({
  method: 'PUT',
  path: '/api/me/authenticator',
  access: 'signed-in',
  ownTransactions: true,
  summary: 'Put the authenticator app in force with its first code; other sessions end.',
  body: z.strictObject({ code }),
  reply: recoveryCodes,
})

export const removeAuthenticator = endpoint({
  method: 'POST',
  path: '/api/me/authenticator-removal',
  access: 'signed-in',
  ownTransactions: true,
  summary: 'Stop using the authenticator app; needs one of its codes or a recovery code.',
  body: z.strictObject({ code }),
})

export const renewRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/me/recovery-codes',
  access: 'signed-in',
  ownTransactions: true,
  summary: 'Ten new recovery codes; the former ones stop working.',
  body: z.strictObject({ code }),
  reply: recoveryCodes,
})

export const startPasskey = endpoint({
  method: 'POST',
  path: '/api/me/passkey-options',
  access: 'signed-in',
  ownTransactions: true,
  summary: 'Begin to register a passkey: options for navigator.credentials.create().',
  reply: ceremonyOptions,
})

const binary = z.string().max(50_000)

export const addPasskey = endpoint({
  method: 'POST',
  path: '/api/me/passkeys',
  access: 'signed-in',
  ownTransactions: true,
  summary: 'Register the passkey the browser made.',
  body: z.strictObject({
    name: nameInput,
    response: z.looseObject({
      id: binary,
      rawId: binary,
      type: z.literal('public-key'),
      response: z.looseObject({ clientDataJSON: binary, attestationObject: binary }),
      clientExtensionResults: z.looseObject({}),
    }),
  }),
})

export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/api/me/passkeys/:id',
  access: 'signed-in',
  summary: 'Remove one of your passkeys.',
  params: z.strictObject({ id: z.string().min(1).max(1500) }),
})

export const endOwnSession = endpoint({
  method: 'DELETE',
  path: '/api/me/sessions/:id',
  access: 'signed-in',
  summary: 'End one of your sessions at once.',
  params: z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) }),
})

export const endOtherSessions = endpoint({
  method: 'DELETE',
  path: '/api/me/sessions',
  access: 'signed-in',
  summary: 'End all your sessions but this one.',
})
