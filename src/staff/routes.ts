import type { Route } from '../platform/http/route.ts'
import { routes as audit } from './audit/routes.ts'
import { routes as keys } from './keys/routes.ts'
import { routes as people } from './people/routes.ts'
import { routes as profile } from './profile/routes.ts'
import { routes as signIn } from './sign-in/routes.ts'

/** Every route of the room, folder by folder. */
export const routes: Route[] = [...signIn, ...profile, ...people, ...keys, ...audit]
