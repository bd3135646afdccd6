import * as z from 'zod'
import { at, endpoint, idParams } from '../http/contract.ts'
import { mailFaults, securities } from './faults.ts'

export { securities as mailSecurities } from './faults.ts'

const whole = z.number().int()
const fault = z.enum(mailFaults)
const settings = {
  host: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^\[?[0-9a-f:]+\]?$/),
  port: whole.min(1).max(65_535),
  /** tls: from the first byte (465); starttls: before anything is said (587); none: a server on one's own machine */
  security: z.enum(securities),
  /** null: the server asks for none */
  user: z.string().trim().min(1).max(254).nullable(),
  /** certificate of an authority of one's own, PEM; null: those that everybody trusts */
  authority: z.string().trim().max(20_000).startsWith('-----BEGIN CERTIFICATE-----').nullable(),
  fromName: z.string().trim().min(1).max(100),
  fromAddress: z.string().trim().max(254),
  /** null: answers go to the sender */
  replyTo: z.string().trim().max(254).nullable(),
}

export const getMailSettings = endpoint({
  method: 'GET',
  path: '/api/mail-settings',
  access: 'settings.write',
  summary: 'The server that takes mails about an event, what waits for it and what went wrong; never its password',
  reply: z.object({
    /** null: none is set, no mails are sent */
    settings: z.object({ ...settings, hasPassword: z.boolean(), version: whole }).nullable(),
    outbox: z.object({ waiting: whole, fault: fault.nullable() }),
    troubles: z.array(
      z.object({
        id: whole,
        kind: z.string(),
        /** unsure: handed over, the answer never came */
        state: z.enum(['failed', 'unsure']),
        fault,
        code: whole.nullable(),
        at,
        maySendAgain: z.boolean(),
      }),
    ),
  }),
})

export const changeMailSettings = endpoint({
  method: 'PUT',
  path: '/api/mail-settings',
  access: 'settings.write',
  ownTransactions: true,
  summary: 'Name the server that takes mails; a password left out stays as it is, null takes it away',
  body: z.strictObject({
    ...settings,
    password: z.string().min(1).max(500).nullable().optional(),
    /** 0: none was set yet */
    version: whole.min(0),
  }),
})

export const sendTestMail = endpoint({
  method: 'POST',
  path: '/api/mail-settings/tests',
  access: 'settings.write',
  ownTransactions: true,
  summary: 'Send a mail to yourself with the settings that stand, now, and say what the server said',
  reply: z.object({
    outcome: z.enum(['sent', 'later', 'refused', 'unsure']),
    to: z.string(),
    fault: fault.nullable(),
    code: whole.nullable(),
    /** the server's own words */
    said: z.string(),
  }),
})

export const sendMailAgain = endpoint({
  method: 'POST',
  path: '/api/mails/:id/tries',
  access: 'settings.write',
  summary: 'Send a mail again that failed or of which nobody knows; it keeps its Message-ID',
  params: idParams,
})
