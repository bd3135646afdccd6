import * as z from 'zod'
import { at, endpoint, idParams, pageOf, pageQuery } from '../http/contract.ts'

export const jobRun = z.object({
  id: z.number().int(),
  kind: z.string(),
  status: z.enum(['queued', 'running', 'done', 'partial', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int().nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  problem: z.record(z.string(), z.unknown()).nullable(),
  createdAt: at,
  startedAt: at.nullable(),
  finishedAt: at.nullable(),
  expiresAt: at.nullable(),
})
export type JobRunReply = z.output<typeof jobRun>

export const listJobs = endpoint({
  method: 'GET',
  path: '/api/jobs',
  access: 'signed-in',
  summary: 'Your background jobs, newest first',
  query: z.strictObject(pageQuery),
  reply: pageOf(jobRun),
})

export const getJob = endpoint({
  method: 'GET',
  path: '/api/jobs/:id',
  access: 'signed-in',
  summary: 'One of your background jobs, with its progress',
  params: idParams,
  reply: jobRun,
})

export const cancelJob = endpoint({
  method: 'POST',
  path: '/api/jobs/:id/cancellation',
  access: 'signed-in',
  summary: 'Stop one of your background jobs',
  params: idParams,
  reply: jobRun,
})
