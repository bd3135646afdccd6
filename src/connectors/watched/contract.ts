import * as z from 'zod'
import { at, endpoint, idParams } from '../../platform/http/contract.ts'
import { importStatuses } from '../imports/contract.ts'
import { folderKind, sftpKind } from './settings.ts'

export type FolderInput = z.input<typeof folderKind.settings>
export type SftpInput = z.input<typeof sftpKind.settings>

const foundFile = z.object({ name: z.string(), bytes: z.number(), modifiedAt: at })

export const getWatch = endpoint({
  method: 'GET',
  path: '/api/connections/:id/watch',
  access: 'connections.read',
  summary: 'When a folder or SFTP server was looked at last, and what became of the files found there',
  params: idParams,
  reply: z.object({
    lookedAt: at.nullable(),
    /** a look that somebody asked for is still to come */
    isAsked: z.boolean(),
    files: z.array(
      foundFile.extend({
        state: z.enum(['growing', 'taken', 'failed', 'refused', 'done']),
        importId: z.number().nullable(),
        status: z.enum(importStatuses).nullable(),
      }),
    ),
  }),
})

export const lookNow = endpoint({
  method: 'POST',
  path: '/api/connections/:id/looks',
  access: 'connections.write',
  summary: 'Look at a folder or SFTP server now, in the background',
  params: idParams,
})

/** what a try finds: the files that would be taken in, or the code of what stands in the way */
const tried = z.object({
  problem: z.object({ code: z.string(), detail: z.record(z.string(), z.unknown()) }).nullable(),
  /** the key the server showed, as `ssh-keygen -l` writes it */
  hostKey: z.string(),
  files: z.array(foundFile),
})
export type Tried = z.output<typeof tried>

export const tryFolder = endpoint({
  method: 'POST',
  path: '/api/watched-folders/tries',
  access: 'connections.write',
  ownTransactions: true,
  summary: 'Which files of a folder would be taken in; nothing is written',
  body: z.strictObject({ settings: folderKind.settings }),
  reply: tried,
})

export const trySftp = endpoint({
  method: 'POST',
  path: '/api/sftp-servers/tries',
  access: 'connections.write',
  ownTransactions: true,
  summary: 'Sign in to an SFTP server and list the files that would be taken in; nothing is written',
  body: z.strictObject({
    settings: sftpKind.settings,
    secrets: sftpKind.secrets,
    /** a connection whose kept secrets stand in for those left empty */
    connectionId: z.number().int().positive().optional(),
  }),
  reply: tried,
})
