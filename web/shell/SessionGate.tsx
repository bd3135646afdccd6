import { useNavigate, useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useEffectEvent, useMemo } from 'react'
import { readSession } from '../../src/staff/sign-in/contract.ts'
import { useCall } from '../api.ts'
import { paths } from '../paths.ts'
import { usePreferences } from '../preferences.ts'
import { SessionContext } from '../session.ts'
import { ErrorState, Loading } from '../ui/states.tsx'
import type { Language } from '../words.ts'

/** Knows who is here before anything inside is shown; sends others to set-up or sign-in and lets them come back. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useCall(readSession, {}, { staleTime: 300_000 })
  const navigate = useNavigate()
  const router = useRouter()
  const { language, choose } = usePreferences()

  const reply = session.data
  const door = !reply || reply.person ? null : reply.setupNeeded ? 'setUp' : 'signIn'
  useEffect(() => {
    if (!door) return
    // read now and not while rendering: during the way out the address is already the door's
    const here = router.state.location.href
    const href = door === 'setUp' ? paths.setUp() : paths.signIn({ next: here === '/' ? undefined : here })
    void navigate({ href, replace: true } as never)
  }, [door, navigate, router])

  const locale = reply?.person?.locale
  // what the person chose for the account wins over what this browser remembers
  const speak = useEffectEvent((chosen: Language) => {
    if (chosen !== language) choose({ language: chosen })
  })
  useEffect(() => {
    if (locale) speak(locale)
  }, [locale])

  const known = useMemo(() => (reply?.person ? { person: reply.person, company: reply.company } : null), [reply])
  if (known) return <SessionContext value={known}>{children}</SessionContext>
  return (
    <div className="min-h-dvh bg-sheet px-4 py-6 desk:px-8">
      {session.isError ? (
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      ) : (
        <Loading lines={4} />
      )}
    </div>
  )
}
