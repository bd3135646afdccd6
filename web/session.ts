import { createContext, use } from 'react'
import type { Permission } from '../src/platform/http/contract.ts'
import type { readSession } from '../src/staff/sign-in/contract.ts'
import type { ReplyOf } from './api.ts'

type SessionReply = ReplyOf<typeof readSession>

export interface Session {
  person: NonNullable<SessionReply['person']>
  company: SessionReply['company']
}

/** null: nobody is signed in */
export const SessionContext = createContext<Session | null>(null)

/** The signed-in person and the company; only inside the frame, which shows nothing before they are known. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession outside the frame')
  return session
}

/** Whether the signed-in person holds a permission; the server checks again. */
export function useMay(): (permission: Permission) => boolean {
  const session = use(SessionContext)
  return (permission) => session?.person.permissions.includes(permission) ?? false
}
