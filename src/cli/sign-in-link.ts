import { audit } from '../platform/audit.ts'
import { one, sql } from '../platform/db/db.ts'
import { Trouble } from '../platform/trouble.ts'
import { createSignInLink } from '../staff/index.ts'
import { type Command, readOptions } from './command.ts'
import { withInstallation } from './installation.ts'

export const command: Command = {
  name: 'sign-in-link',
  summary: 'Print a link that signs a member of staff in once, for when no other way is left',
  usage: '--email ADDRESS',
  async run(args, io) {
    const { email = '' } = readOptions(args, { email: { type: 'string' } })
    await withInstallation(io, async ({ pool }) => {
      const staff = await one<{ id: number }>(
        pool,
        sql`select id from staff where lower(email) = ${email.trim().toLowerCase()} and deactivated_at is null`,
      )
      if (!staff) throw new Trouble(`Nobody who works here has the address "${email}".`)
      const now = new Date()
      const link = await createSignInLink(pool, now, io.config.origin, staff.id)
      await audit(pool, now, null, { action: 'made-sign-in-link', subject: 'staff', subjectId: staff.id })
      io.say(link.url)
    })
  },
}
