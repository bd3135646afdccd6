import { createContext, use } from 'react'
import type { Permission, Role } from '../src/platform/http/contract.ts'
import type { Language } from './words.ts'

export interface Session {
  staff: { id: number; name: string; role: Role }
  permissions: readonly Permission[]
  language: Language
  company: { name: string; timeZone: string; currency: string; fiscalYearStartMonth: number; isDemo: boolean }
}

/** null: nobody is signed in */
export const SessionContext = createContext<Session | null>(null)

/** The signed-in person; only inside the frame, which shows nothing before it is known. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession outside the frame')
  return session
}

export function useMay(): (permission: Permission) => boolean {
  const session = use(SessionContext)
  return (permission) => session?.permissions.includes(permission) ?? false
}
