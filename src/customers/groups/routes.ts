import { Refusal } from '../../platform/http/refusal.ts'
import { route } from '../../platform/http/route.ts'
import { lockCustomer, requireCustomer, seenBy } from '../seen.ts'
import { addToGroup, leaveGroup, listGroups } from './contract.ts'
import { leave, listGroupsOf, putTogether } from './store.ts'

export const groupRoutes = [
  route(listGroups, async ({ db, actor }, { params: { customerId } }) => {
    await requireCustomer(db, actor, customerId)
    return { items: await listGroupsOf(db, customerId, seenBy(actor)) }
  }),
  route(addToGroup, async ({ db, actor, now }, { params: { customerId }, body: { kind, otherId } }) => {
    if (otherId === customerId) throw new Refusal('invalid-request', {}, [{ field: 'otherId', code: 'not-a-choice' }])
    await lockCustomer(db, actor, customerId)
    await lockCustomer(db, actor, otherId)
    return { groupId: await putTogether(db, { kind, customerId, otherId, staffId: actor.staffId, now }) }
  }),
  route(leaveGroup, async ({ db, actor }, { params: { customerId, groupId } }) => {
    await lockCustomer(db, actor, customerId)
    await leave(db, customerId, groupId, actor.staffId)
    return null
  }),
]
