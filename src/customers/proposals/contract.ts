import * as z from 'zod'
import { at, endpoint, id, idParams, pageOf, pageQuery } from '../../platform/http/contract.ts'

export { matchingState } from './state/contract.ts'

const whole = z.number().int()
const pair = { customerId: id, otherId: id }

export const matchRules = ['member', 'line', 'email', 'mobile', 'nameBirth'] as const
const decision = z.enum(['join', 'apart', 'household', 'later'])
export type DecisionName = z.output<typeof decision>

const shortRecord = z.object({
  id: whole,
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string(),
  givenKana: z.string(),
  companyName: z.string(),
  number: z.string().nullable(),
})

const proposal = z.object({
  customer: shortRecord,
  other: shortRecord,
  /** that they are one person, and that they are two of one household */
  chance: z.number(),
  household: z.number(),
  rule: z.string().nullable(),
  /** why the pair is never joined without asking */
  veto: z.string().nullable(),
  /** what agrees and what does not, the weightiest first; bits below 0 speak against */
  evidence: z.array(z.object({ code: z.string(), bits: z.number() })),
  /** what both have bought, in the smallest unit of the currency */
  value: whole,
  isLater: z.boolean(),
  foundAt: at,
})
export type ProposalReply = z.output<typeof proposal>

export const listProposals = endpoint({
  method: 'GET',
  path: '/api/matching/proposals',
  access: 'customers.merge',
  summary: 'Pairs of records that may be one person, those with most at stake and most in doubt first',
  query: z.strictObject({
    ...pageQuery,
    show: z.enum(['open', 'later']).default('open'),
    /** only pairs of this customer with another */
    customerId: z.coerce.number().int().positive().optional(),
  }),
  reply: pageOf(proposal),
})

/** Which record's value each field keeps; fields left out keep the one the kernel chooses. */
export const keptFields = [
  'familyName',
  'givenName',
  'familyKana',
  'givenKana',
  'companyName',
  'birthOn',
  'gender',
  'number',
] as const

export const decideProposal = endpoint({
  method: 'POST',
  path: '/api/matching/decisions',
  access: 'customers.merge',
  summary: 'Say whether two records are one person: joined, told apart for good, one household, or looked at later',
  body: z.strictObject({
    ...pair,
    decision,
    /** join: the record that goes on; left out: the older one */
    intoId: id.optional(),
    /** join: fields whose value is taken from the record that is merged */
    taken: z.array(z.enum(keptFields)).max(keptFields.length).default([]),
  }),
  reply: z.object({ decisionId: whole, intoId: whole.nullable() }),
})

export const undoDecision = endpoint({
  method: 'POST',
  path: '/api/matching/decisions/:id/undoing',
  access: 'customers.merge',
  summary: 'Take a decision back: a merge is taken apart, the pair is asked again',
  params: idParams,
  reply: z.object({ customerId: whole, otherId: whole }),
})

const decided = z.object({
  id: whole,
  customerId: whole,
  otherId: whole,
  names: z.array(z.string()),
  decision,
  chance: z.number(),
  via: z.enum(['screen', 'bulk', 'automatic']),
  staffName: z.string().nullable(),
  at,
  undoneAt: at.nullable(),
})
export type DecidedReply = z.output<typeof decided>

export const listDecisions = endpoint({
  method: 'GET',
  path: '/api/matching/decisions',
  access: 'customers.merge',
  summary: 'What was decided about pairs, newest first',
  query: z.strictObject(pageQuery),
  reply: pageOf(decided),
})

export const estimateAcceptance = endpoint({
  method: 'GET',
  path: '/api/matching/acceptance',
  access: 'customers.merge',
  summary: 'Proposals from a chance up that nothing forbids, and how many of them are expected to be wrong',
  query: z.strictObject({ from: z.coerce.number().min(0.5).max(1) }),
  reply: z.object({ pairs: whole, wrong: z.number(), most: whole }),
})

export const acceptProposals = endpoint({
  method: 'POST',
  path: '/api/matching/acceptance',
  access: 'customers.merge',
  summary: 'Join all proposals from a chance up that nothing forbids; `pairs` is how many the asker was shown',
  body: z.strictObject({ from: z.number().min(0.5).max(1), pairs: whole.positive() }),
  reply: z.object({ jobId: whole }),
})

export const startMatching = endpoint({
  method: 'POST',
  path: '/api/matching/runs',
  access: 'customers.merge',
  summary: 'Match the whole base anew',
  reply: z.object({ jobId: whole }),
})

const settings = {
  automaticFrom: z.number().min(0.9).max(1).nullable(),
  rules: z.array(z.enum(matchRules)).max(matchRules.length),
}

export const getMatchSettings = endpoint({
  method: 'GET',
  path: '/api/matching/settings',
  access: 'settings.read',
  summary: 'What is joined without asking, and how many wrong ones are expected of it',
  reply: z.object({
    ...settings,
    version: whole,
    /** of the last run; empty before the first */
    curve: z.array(z.object({ from: z.number(), pairs: whole, wrongPerThousand: z.number() })),
    ruleCounts: z.record(z.string(), whole),
    records: whole.nullable(),
  }),
})

export const saveMatchSettings = endpoint({
  method: 'PUT',
  path: '/api/matching/settings',
  access: 'settings.write',
  summary: 'Say what is joined without asking',
  body: z.strictObject({ ...settings, version: whole }),
  reply: z.object({ version: whole }),
})
