import { job } from '../jobs/jobs.ts'
import { forgetOldMails, sendDueMails, sendMail } from './outbox.ts'

export const mailJobs = [
  job<{ id: number }>('platform.send-mail', (ctx, { id }) => sendMail(ctx, id), { concurrency: 2 }),
  job('platform.send-due-mails', sendDueMails, { atStart: true }),
  job('platform.forget-mails', (ctx) => forgetOldMails(ctx.pool, ctx.now)),
]
