import { type Permission, permissions, roleMay, roles } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { deleteInvitation, listInvitations, listMembers } from './store.ts'

export const routes: Route[] = [
  route(contract.listStaff, async (ctx) => ({
    staff: await listMembers(ctx.db),
    invitations: await listInvitations(ctx.db, ctx.now),
  })),
  route(contract.changeStaff, async (ctx, { params, body }) => ({
    version: await actions.changeStaff(ctx.db, ctx.now, ctx.actor, params.id, body),
  })),
  route(contract.deactivateStaff, async (ctx, { params }) => {
    await actions.deactivateStaff(ctx.db, ctx.now, ctx.actor, params.id)
    return null
  }),
  route(contract.reactivateStaff, async (ctx, { params }) => {
    await actions.reactivateStaff(ctx.db, ctx.now, ctx.actor, params.id)
    return null
  }),
  route(contract.removeSecondFactors, async (ctx, { params }) => {
    await actions.removeSecondFactors(ctx.db, ctx.now, ctx.actor, params.id)
    return null
  }),
  route(contract.createResetLink, async (ctx, { params }) => actions.createResetLink(ctx, params.id)),
  route(contract.invite, async (ctx, { body }) => actions.invite(ctx, body)),
  route(contract.withdrawInvitation, async (ctx, { params }) => {
    if (!(await deleteInvitation(ctx.db, params.id))) throw new Refusal('not-found')
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'withdrew-invitation', subject: 'staff' })
    return null
  }),
  route(contract.listRoles, async () => ({
    roles: [...roles],
    permissions: (Object.keys(permissions) as Permission[]).map((name) => ({
      name,
      roles: roles.filter((role) => roleMay(role, name)),
    })),
  })),
]
