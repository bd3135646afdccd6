import type { CronLine } from './platform/jobs/boss.ts'

/** Everything that starts by the clock, in the company's time zone: minute hour day month weekday. */
export const schedule: CronLine[] = [
  // the first of a day ranks everyone and keeps month ends; the others follow new orders
  { job: 'analysis.freshen', cron: '*/10 * * * *' },
  // imports that no living worker has, as after a kill of the command line
  { job: 'connectors.resume', cron: '*/10 * * * *' },
  // folders and servers whose files are due to be looked at
  { job: 'connectors.look-around', cron: '*/5 * * * *' },
  // users who sent something before a file or another system brought their number
  { job: 'connectors.join-users', cron: '5-59/10 * * * *' },
  // what is due to be told to other systems; what was just announced starts at once
  { job: 'connectors.start-deliveries', cron: '* * * * *' },
  { job: 'connectors.forget-deliveries', cron: '45 4 * * *' },
  { job: 'connectors.resume-inbox', cron: '* * * * *' },
  { job: 'connectors.pull-all', cron: '*/10 * * * *' },
  // answers to forms whose job was lost
  { job: 'connectors.take-answers', cron: '2-59/10 * * * *' },
  { job: 'connectors.forget-answers', cron: '45 4 * * *' },
  { job: 'customers.match', cron: '40 2 * * *' },
  // what came or changed since
  { job: 'customers.match-waiting', cron: '* * * * *' },
  { job: 'analysis.learn', cron: '10 3 * * *' },
  { job: 'staff.sweep', cron: '20 4 * * *' },
  { job: 'platform.sweep', cron: '30 4 * * *' },
  // what waits for a mail server, lost its job or was left in the middle by a crash
  { job: 'platform.send-due-mails', cron: '*/5 * * * *' },
  { job: 'platform.forget-mails', cron: '35 4 * * *' },
  { job: 'segments.recount', cron: '50 4 * * *' },
  { job: 'connectors.forget-imports', cron: '40 4 * * *' },
  { job: 'connectors.forget-messages', cron: '45 4 * * *' },
  // days of messages are in UTC: tomorrow's table is there in time wherever the company is
  { job: 'connectors.tidy-messages', cron: '15 4,16 * * *' },
]
