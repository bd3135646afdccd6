import * as z from 'zod'
import { at, endpoint } from '../../../platform/http/contract.ts'

const whole = z.number().int()

/** By itself: the menu of every screen asks for it, and loads nothing else of the proposals. */
export const matchingState = endpoint({
  method: 'GET',
  path: '/api/matching',
  access: 'customers.merge',
  summary: 'How many proposals wait, and when the base was matched last',
  reply: z.object({
    open: whole,
    later: whole,
    /** records that came or changed and are not matched yet */
    waiting: whole,
    lastRun: z
      .object({ at, records: whole, proposals: whole, joined: whole, households: whole, companies: whole })
      .nullable(),
    /** decisions of the last 30 days */
    decided: z.object({ join: whole, apart: whole, household: whole, automatic: whole }),
  }),
})
