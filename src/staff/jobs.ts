import { job } from '../platform/jobs/jobs.ts'
import { sweepChallenges } from './factors/passkeys.ts'
import { sweepLinks } from './sign-in/links.ts'
import { sweepSessions } from './sign-in/session.ts'
import { sweepFailures } from './sign-in/throttle.ts'

export const jobs = [
  job('staff.sweep', async ({ pool, now }) => {
    await sweepSessions(pool, now)
    await sweepFailures(pool, now)
    await sweepLinks(pool, now)
    await sweepChallenges(pool, now)
  }),
]
