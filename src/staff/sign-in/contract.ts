import * as z from 'zod'
import { type Permission, permissions, roles } from '../../platform/access.ts'
import { at, endpoint } from '../../platform/http/contract.ts'

export const roleName = z.enum(roles)
export const permissionName = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])
export const localeName = z.enum(['ja', 'en'])

export const emailInput = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'email')
export const nameInput = z.string().trim().min(1).max(100)
/** A password on its way in: any characters, up to a length that cannot be used to keep the server busy. */
export const passwordInput = z.string().min(1).max(200)
const linkToken = z.string().regex(/^[\w-]{43}$/)

export const timeZoneInput = z.string().refine(isTimeZone, { params: { code: 'not-a-time-zone' } })

function isTimeZone(name: string): boolean {
  try {
    return name.length < 60 && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const person = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.string(),
  role: roleName,
  locale: localeName,
  /** stores whose customers and orders this person sees; null: all */
  storeIds: z.array(z.number().int()).nullable(),
  permissions: z.array(permissionName),
})
export type Person = z.output<typeof person>

export const readSession = endpoint({
  method: 'GET',
  path: '/api/session',
  access: 'open',
  summary: 'Who is signed in, what they may do, and whether this installation still has to be set up.',
  reply: z.object({
    setupNeeded: z.boolean(),
    secondFactorNeeded: z.boolean(),
    company: z.object({
      name: z.string(),
      timeZone: z.string(),
      fiscalYearStartMonth: z.number().int(),
      currency: z.string(),
      isDemo: z.boolean(),
    }),
    person: person.nullable(),
  }),
})

const entered = z.object({
  /** true: nothing but the second factor is open until it is given */
  secondFactorNeeded: z.boolean(),
})

export const signIn = endpoint({
  method: 'POST',
  path: '/api/session',
  access: 'open',
  ownTransactions: true,
  summary: 'Sign in with e-mail address and password; sets the session cookie.',
  body: z.strictObject({ email: z.string().min(1).max(254), password: passwordInput }),
  reply: entered,
})

export const giveSecondFactor = endpoint({
  method: 'POST',
  path: '/api/session/second-factor',
  access: 'open',
  ownTransactions: true,
  summary: 'Finish signing in with a code of the authenticator app or a recovery code.',
  body: z.strictObject({ code: z.string().trim().min(6).max(40) }),
  reply: entered,
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  access: 'open',
  summary: 'Sign out; the session ends at once.',
})

/** Options and answers of passkey ceremonies are the browser's own JSON (WebAuthn level 3) and are checked by it. */
export const ceremonyOptions = z.looseObject({ challenge: z.string() })
const binary = z.string().max(20_000)

export const startPasskeySignIn = endpoint({
  method: 'POST',
  path: '/api/session/passkey-options',
  access: 'open',
  ownTransactions: true,
  summary: 'Begin signing in with a passkey: options for navigator.credentials.get().',
  reply: ceremonyOptions,
})

export const signInWithPasskey = endpoint({
  method: 'POST',
  path: '/api/session/passkey',
  access: 'open',
  ownTransactions: true,
  summary: 'Sign in with a passkey; it proves possession and person, so no second factor follows.',
  body: z.strictObject({
    response: z.looseObject({
      id: binary,
      rawId: binary,
      type: z.literal('public-key'),
      response: z.looseObject({ clientDataJSON: binary, authenticatorData: binary, signature: binary }),
      clientExtensionResults: z.looseObject({}),
    }),
  }),
  reply: entered,
})

export const setUp = endpoint({
  method: 'POST',
  path: '/api/setup',
  access: 'open',
  ownTransactions: true,
  summary: 'First visit: create the owner and the company. Exists only until somebody works here.',
  body: z.strictObject({
    owner: z.strictObject({ name: nameInput, email: emailInput, password: passwordInput, locale: localeName }),
    company: z.strictObject({
      name: nameInput,
      timeZone: timeZoneInput,
      fiscalYearStartMonth: z.number().int().min(1).max(12),
      currency: z.string().regex(/^[A-Z]{3}$/),
    }),
  }),
  reply: entered,
})

export const lookAtLink = endpoint({
  method: 'POST',
  path: '/api/links/look',
  access: 'open',
  ownTransactions: true,
  summary: 'What a one-time link is for; does not use it up.',
  body: z.strictObject({ token: linkToken }),
  reply: z.object({
    kind: z.enum(['invitation', 'reset', 'sign-in']),
    email: z.string(),
    role: roleName,
    companyName: z.string(),
    expiresAt: at,
  }),
})

export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/api/links/invitation',
  access: 'open',
  ownTransactions: true,
  summary: 'Accept an invitation: choose a name and a password, and be signed in.',
  body: z.strictObject({ token: linkToken, name: nameInput, password: passwordInput, locale: localeName }),
  reply: entered,
})

export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/links/reset',
  access: 'open',
  ownTransactions: true,
  summary: 'Choose a new password with a reset link; every session ends, the second factor stays.',
  body: z.strictObject({ token: linkToken, password: passwordInput }),
  reply: entered,
})

export const signInByLink = endpoint({
  method: 'POST',
  path: '/api/links/sign-in',
  access: 'open',
  ownTransactions: true,
  summary: 'Sign in with a one-time sign-in link.',
  body: z.strictObject({ token: linkToken }),
  reply: entered,
})
