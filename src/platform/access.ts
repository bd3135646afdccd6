/** Who may do what, in one table. A route names one permission; the server checks it before anything is read. */

export const roles = [
  'owner',
  'administrator',
  'marketer',
  'supervisor',
  'operator',
  'store',
  'sales',
  'read-only',
] as const
export type Role = (typeof roles)[number]

const everyone = roles
const managers = ['owner', 'administrator'] as const
const office = ['owner', 'administrator', 'marketer', 'supervisor'] as const
const desk = ['owner', 'administrator', 'marketer', 'supervisor', 'operator', 'store', 'sales'] as const

/** permission → the roles that hold it */
export const permissions = {
  'customers.read': everyone,
  // unmasked e-mail addresses, phone numbers and street addresses
  'contacts.read': desk,
  'customers.write': desk,
  'customers.export': office,
  'customers.bulk': office,
  // to make one record of two, and to take that back
  'customers.merge': ['owner', 'administrator', 'marketer', 'supervisor', 'operator'],
  'orders.read': everyone,
  'orders.write': ['owner', 'administrator', 'supervisor', 'operator', 'store'],
  'products.read': everyone,
  'products.write': ['owner', 'administrator', 'marketer'],
  'analysis.read': ['owner', 'administrator', 'marketer', 'supervisor', 'sales', 'read-only'],
  'analysis.write': ['owner', 'administrator', 'marketer'],
  // what to offer a customer, and who will want what again
  'recommendations.read': everyone,
  // to say that a customer opened an offer
  'recommendations.write': desk,
  'imports.read': office,
  'imports.write': ['owner', 'administrator', 'marketer'],
  // by which ways data arrives and leaves, and whether it flows
  'connections.read': office,
  'connections.write': managers,
  // forms of the shop and what people answered
  'forms.read': office,
  'forms.write': ['owner', 'administrator', 'marketer'],
  'settings.read': everyone,
  'settings.write': managers,
  'staff.read': ['owner', 'administrator', 'supervisor'],
  'staff.write': managers,
  'api-keys.write': managers,
  'audit.read': managers,
  // loading the demo shop, and emptying the installation of it
  'demo.write': ['owner'],
} as const satisfies Record<string, readonly Role[]>
export type Permission = keyof typeof permissions

/** `open`: no sign-in (rate limited); `signed-in`: any staff; else the permission itself. */
export type Access = Permission | 'signed-in' | 'open'

export function roleMay(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role)
}

/** The person or key a request acts for. `storeIds` null: all stores. */
export interface Actor {
  staffId: number
  apiKeyId: number | null
  name: string
  role: Role
  storeIds: number[] | null
  /** what an API key was limited to; null for people */
  scopes: Permission[] | null
}

/** Who writes a record: a person, a key, or nobody, when it comes by itself. */
export type Writer = Omit<Actor, 'staffId'> & { staffId: number | null }

/** What arrives by itself, at the hands of no one. */
export const nobody: Writer = {
  staffId: null,
  apiKeyId: null,
  name: '',
  role: 'administrator',
  storeIds: null,
  scopes: null,
}

export function may(actor: Pick<Actor, 'role' | 'scopes'>, permission: Permission): boolean {
  return roleMay(actor.role, permission) && (actor.scopes === null || actor.scopes.includes(permission))
}
