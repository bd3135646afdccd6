import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ProblemError } from '../api.ts'
import { paths } from '../paths.ts'
import { useProblems } from '../problems.ts'
import { useStaffWords } from './words.ts'

/** Only a place inside Tokui is gone to after signing in: `//evil`, `/\evil` and full addresses are not. */
export function safeNext(next: string | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next)) return paths.today()
  const there = new URL(next, location.origin)
  return there.origin === location.origin ? `${there.pathname}${there.search}${there.hash}` : paths.today()
}

/** Goes on after a way in was accepted: inside, or to the second factor. */
export function useEntered() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async (entry: { secondFactorNeeded: boolean }, next?: string) => {
    // whatever was read before belonged to somebody else, or to nobody
    client.removeQueries({ type: 'inactive' })
    await client.invalidateQueries()
    if (entry.secondFactorNeeded) return navigate({ href: paths.signIn({ next }), replace: true } as never)
    return navigate({ href: safeNext(next), replace: true } as never)
  }
}

/** A refusal of a way in as a sentence; a closed door says when it opens again. */
export function useEntryProblem() {
  const words = useStaffWords()
  const { sentence } = useProblems()
  return (error: unknown): string => {
    const seconds = error instanceof ProblemError ? error.detail.retryAfterSeconds : undefined
    return typeof seconds === 'number' ? words.waitMinutes(Math.ceil(seconds / 60)) : sentence(error)
  }
}
