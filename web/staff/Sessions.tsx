import { endOtherSessions, endOwnSession, readProfile } from '../../src/staff/profile/contract.ts'
import { useAction } from '../api.ts'
import { useFormat } from '../format.ts'
import { useProblems } from '../problems.ts'
import { StateTag } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Section } from '../ui/Section.tsx'
import { toast } from '../ui/toast.ts'
import { deviceOf } from './device.ts'
import type { Profile } from './ProfilePage.tsx'
import { useStaffWords } from './words.ts'

/** Where this person is signed in; anything unknown can be ended here. */
export function Sessions({ profile }: { profile: Profile }) {
  const { profile: words } = useStaffWords()
  const format = useFormat()
  const { sentence } = useProblems()
  const outcome = {
    refresh: [readProfile],
    onDone: () => toast.done(words.ended),
    onFailed: (error: unknown) => toast.failed(sentence(error)),
  }
  const end = useAction(endOwnSession, outcome)
  const endOthers = useAction(endOtherSessions, outcome)
  const name = (userAgent: string) => {
    const device = deviceOf(userAgent)
    return device ? words.device(device.browser, device.system) : words.unknownDevice
  }
  return (
    <Section title={words.sessions}>
      <p className="mb-3 text-ink-2">{words.sessionsWhy}</p>
      <ul className="mb-4 border-t border-rule">
        {profile.sessions.map((session) => (
          <li
            key={session.id}
            className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-2"
          >
            <b className="min-w-0 flex-1">{name(session.userAgent)}</b>
            <span className="text-ink-2">
              {words.started(format.dateTime(session.createdAt))}・{words.seen(format.dateTime(session.lastSeenAt))}
            </span>
            {session.current ? (
              <StateTag tone="ok" glyph="check">
                {words.current}
              </StateTag>
            ) : (
              <Button
                aria-label={words.endLabel(name(session.userAgent))}
                onPress={() => end.run({ params: { id: session.id } })}
              >
                {words.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {profile.sessions.length > 1 && (
        <Button isPending={endOthers.pending} onPress={() => endOthers.run({})}>
          {words.endOthers}
        </Button>
      )}
    </Section>
  )
}
