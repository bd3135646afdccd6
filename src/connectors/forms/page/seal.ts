import type { Config } from '../../../platform/config.ts'
import { seal, unseal } from '../../../platform/secrets.ts'
import { hashToken } from '../../../staff/index.ts'

/** Nobody writes for longer; what is older is sent again by its writer, with what they wrote still there. */
const longest = 24 * 3_600_000
/** A person needs longer to read a form. */
export const shortest = 2500

export interface SealedPage {
  version: number
  at: Date
  /** of this one page: it is taken once */
  hash: Buffer
}

const about = (formId: number) => `form ${formId}`

/** What the page carries: which form, which version, made when. Nobody can make one, and none is like another. */
export function sealPage(config: Config, form: { id: number; version: number }, now: Date): string {
  return seal(config, about(form.id), JSON.stringify([form.version, now.getTime()])).toString('base64url')
}

/** Undefined when it was not made here, for another form, or long ago. */
export function openPage(config: Config, formId: number, text: string, now: Date): SealedPage | undefined {
  const told = open(config, about(formId), text)
  if (told === undefined) return undefined
  const [version, made] = JSON.parse(told) as [number, number]
  const age = now.getTime() - made
  return age < 0 || age > longest ? undefined : { version, at: new Date(made), hash: hashToken(text) }
}

/** By this the page after the form asks for the mail once more. */
export function sealAnswer(config: Config, answerId: number): string {
  return seal(config, 'form answer', String(answerId)).toString('base64url')
}

export function openAnswer(config: Config, text: string): number | undefined {
  const told = open(config, 'form answer', text)
  return told === undefined ? undefined : Number(told)
}

function open(config: Config, what: string, text: string): string | undefined {
  if (!/^[\w-]{30,300}$/.test(text)) return undefined
  try {
    return unseal(config, what, Buffer.from(text, 'base64url'))
  } catch {
    return undefined
  }
}
