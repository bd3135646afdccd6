import * as z from 'zod'
import { roles } from '../../platform/access.ts'
import { at, endpoint, idParams } from '../../platform/http/contract.ts'
import { emailInput, nameInput, permissionName, roleName } from '../sign-in/contract.ts'

const storeIds = z.array(z.number().int().positive()).max(500)

const staffMember = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.string(),
  role: roleName,
  /** empty: all stores */
  storeIds: z.array(z.number().int()),
  hasAuthenticator: z.boolean(),
  passkeys: z.number().int(),
  lastSeenAt: at.nullable(),
  deactivatedAt: at.nullable(),
  version: z.number().int(),
})
export type StaffMember = z.output<typeof staffMember>

const invitation = z.object({
  id: z.string(),
  email: z.string(),
  role: roleName,
  storeIds: z.array(z.number().int()),
  invitedBy: z.string().nullable(),
  createdAt: at,
  expiresAt: at,
})
export type Invitation = z.output<typeof invitation>

export const listStaff = endpoint({
  method: 'GET',
  path: '/api/staff',
  access: 'staff.read',
  summary: 'Everyone who works or worked here, and the invitations still open.',
  reply: z.object({ staff: z.array(staffMember), invitations: z.array(invitation) }),
})

export const changeStaff = endpoint({
  method: 'PATCH',
  path: '/api/staff/:id',
  access: 'staff.write',
  summary: 'Change name, address, role or stores; a changed role or sight ends the sessions of that person.',
  params: idParams,
  body: z.strictObject({
    name: nameInput.optional(),
    email: emailInput.optional(),
    role: z.enum(roles).optional(),
    storeIds: storeIds.optional(),
    version: z.number().int(),
  }),
  reply: z.object({ version: z.number().int() }),
})

export const deactivateStaff = endpoint({
  method: 'POST',
  path: '/api/staff/:id/deactivation',
  access: 'staff.write',
  summary: 'Somebody leaves: sessions, links and API keys stop at once; what they did stays.',
  params: idParams,
})

export const reactivateStaff = endpoint({
  method: 'DELETE',
  path: '/api/staff/:id/deactivation',
  access: 'staff.write',
  summary: 'Somebody comes back, with the password and role they had.',
  params: idParams,
})

export const removeSecondFactors = endpoint({
  method: 'DELETE',
  path: '/api/staff/:id/second-factors',
  access: 'staff.write',
  summary: 'Take authenticator app, recovery codes and passkeys off an account whose owner lost them.',
  params: idParams,
})

const shownOnce = z.object({
  /** shown once: only its hash is stored */
  url: z.string(),
  expiresAt: at,
})

export const createResetLink = endpoint({
  method: 'POST',
  path: '/api/staff/:id/reset-link',
  access: 'staff.write',
  ownTransactions: true,
  summary: 'A link to choose a new password with, once, within 15 minutes.',
  params: idParams,
  reply: shownOnce,
})

export const invite = endpoint({
  method: 'POST',
  path: '/api/invitations',
  access: 'staff.write',
  ownTransactions: true,
  summary: 'Invite somebody: a link to join with, once, within 7 days.',
  body: z.strictObject({ email: emailInput, role: z.enum(roles), storeIds: storeIds.default([]) }),
  reply: shownOnce,
})

export const withdrawInvitation = endpoint({
  method: 'DELETE',
  path: '/api/invitations/:id',
  access: 'staff.write',
  summary: 'Withdraw an invitation; its link stops at once.',
  params: z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) }),
})

export const listRoles = endpoint({
  method: 'GET',
  path: '/api/roles',
  access: 'signed-in',
  summary: 'Every permission with the roles that hold it.',
  reply: z.object({
    roles: z.array(roleName),
    permissions: z.array(z.object({ name: permissionName, roles: z.array(roleName) })),
  }),
})
