import * as z from 'zod'
import { consentChannels, consentPurposes } from '../../consent/contract.ts'
import { at, endpoint, id, idParams, origin, pageOf, pageQuery } from '../../platform/http/contract.ts'
import { fieldKinds, formKinds } from './definition.ts'

export { type Asking, type Definition, type Field, fieldKinds, formKinds, onceOnly } from './definition.ts'

const whole = z.number().int()
const line = (most: number) => z.string().trim().max(most)
const target = z
  .string()
  .trim()
  .max(500)
  .refine((text) => URL.canParse(text) && /^https:\/\/[^@]+$/.test(text), { params: { code: 'not-https' } })

const field = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9]{0,19}$/),
  kind: z.enum(fieldKinds),
  label: line(100).min(1),
  note: line(300).default(''),
  isRequired: z.boolean(),
  choices: z.array(line(100).min(1)).max(50).default([]),
  attribute: z.string().max(40).nullable().default(null),
})

const consent = z.strictObject({
  channel: z.enum(consentChannels),
  purpose: z.enum(consentPurposes),
  body: line(2000).min(1),
  asks: z.enum(['tick', 'choice']),
  isRequired: z.boolean(),
})

const definition = z.strictObject({
  title: line(100).min(1),
  intro: line(2000),
  fields: z.array(field).max(40),
  consents: z.array(consent).max(10),
  button: line(30).min(1),
  thanks: line(2000).min(1),
  redirectUrl: target.nullable(),
})

const formFields = {
  name: line(100).min(1),
  locale: z.enum(['ja', 'en']),
  definition,
  confirms: z.boolean(),
  embedOrigins: z.array(origin).max(20),
  keepUnconfirmedDays: whole.min(3).max(90),
}

const counts = {
  answers: whole,
  /** of the answers that need a confirmation */
  awaiting: whole,
  confirmed: whole,
  lastAt: at.nullable(),
}

export const listForms = endpoint({
  method: 'GET',
  path: '/api/forms',
  access: 'forms.read',
  summary: 'Forms of this shop, with how many answered and confirmed',
  reply: z.object({
    /** null: mails can be sent; else why confirmations wait */
    mail: z.enum(['not-set', 'in-trouble']).nullable(),
    items: z.array(
      z.object({
        id: whole,
        name: z.string(),
        kind: z.enum(formKinds),
        key: z.string(),
        connectionId: whole,
        isOpen: z.boolean(),
        confirms: z.boolean(),
        ...counts,
      }),
    ),
  }),
})

const form = z.object({
  id: whole,
  kind: z.enum(formKinds),
  key: z.string(),
  connectionId: whole,
  isOpen: z.boolean(),
  /** where people open it */
  url: z.string(),
  version: whole,
  ...formFields,
  ...counts,
})
export type FormReply = z.output<typeof form>

export const getForm = endpoint({
  method: 'GET',
  path: '/api/forms/:id',
  access: 'forms.read',
  summary: 'One form',
  params: idParams,
  reply: form,
})

export const createForm = endpoint({
  method: 'POST',
  path: '/api/forms',
  access: 'forms.write',
  summary: 'Make a form of a kind, with the fields it usually has; closed at first',
  body: z.strictObject({ kind: z.enum(formKinds), name: formFields.name, locale: formFields.locale }),
  reply: z.object({ id: whole }),
})

export const changeForm = endpoint({
  method: 'PUT',
  path: '/api/forms/:id',
  access: 'forms.write',
  summary: 'Change what stands in a form; what was answered keeps the version that was shown',
  params: idParams,
  body: z.strictObject({ version: whole, ...formFields }),
  reply: z.object({ version: whole }),
})

export const openForm = endpoint({
  method: 'PUT',
  path: '/api/forms/:id/state',
  access: 'forms.write',
  summary: 'Open a form to everybody, or close it',
  params: idParams,
  body: z.strictObject({ isOpen: z.boolean() }),
})

export const previewForm = endpoint({
  method: 'POST',
  path: '/api/forms/preview',
  access: 'forms.read',
  summary: 'The page of a form as it would be, from what is being written',
  body: z.strictObject({ kind: z.enum(formKinds), locale: formFields.locale, definition }),
  reply: z.object({ html: z.string() }),
})

/** names and addresses by their parts */
const answerValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
])

const answer = z.object({
  id: whole,
  at,
  state: z.enum(['kept', 'awaiting', 'confirmed']),
  confirmedAt: at.nullable(),
  customerId: whole.nullable(),
  customerName: z.string(),
  /** by the fields of the version that was answered */
  values: z.array(z.object({ key: z.string(), label: z.string(), kind: z.enum(fieldKinds), value: answerValue })),
  consents: z.array(
    z.object({ channel: z.enum(consentChannels), purpose: z.enum(consentPurposes), isGranted: z.boolean() }),
  ),
  /** the reader may not see contact data */
  masked: z.boolean(),
})
export type FormAnswer = z.output<typeof answer>

export const listAnswers = endpoint({
  method: 'GET',
  path: '/api/forms/:id/answers',
  access: 'forms.read',
  summary: 'What people answered, newest first',
  params: z.strictObject({ id }),
  query: z.strictObject({ ...pageQuery, state: z.enum(['kept', 'awaiting', 'confirmed']).optional() }),
  reply: pageOf(answer),
})

export const exportAnswers = endpoint({
  method: 'GET',
  path: '/api/forms/:id/answers.csv',
  access: 'customers.export',
  summary: 'All answers of a form as CSV',
  raw: 'download',
  params: z.strictObject({ id }),
  query: z.strictObject({ encoding: z.enum(['utf-8', 'cp932']).default('utf-8') }),
})
