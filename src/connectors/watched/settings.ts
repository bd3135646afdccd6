import * as z from 'zod'
import { kind } from '../connections/kind.ts'

/** What is the same wherever the files lie. */
const common = {
  /** which files: `*.csv`, several parted by spaces */
  pattern: z.string().trim().min(1).max(200).default('*.csv'),
  schedule: z
    .union([
      z.strictObject({ everyMinutes: z.number().int().min(5).max(1440) }),
      z.strictObject({ dailyAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
    ])
    .default({ everyMinutes: 60 }),
  /** the layout all files have; '': recognised, or mapped as the last one of the same columns */
  layout: z.string().max(40).default(''),
  /** what becomes of a file that was taken in */
  afterwards: z.enum(['leave', 'move', 'delete']).default('leave'),
  /** calm: it has stopped growing; marker: a file of its name and `.done` stands beside it */
  completeBy: z.enum(['calm', 'marker']).default('calm'),
}

/** A folder of this machine. */
export const folderKind = kind({
  name: 'folder',
  settings: z.strictObject({
    /** under an allowed root, or its name in the inbox */
    folder: z.string().trim().min(1).max(500),
    ...common,
  }),
  secrets: z.strictObject({}),
})

/** A folder of a server that speaks SFTP. */
export const sftpKind = kind({
  name: 'sftp',
  settings: z.strictObject({
    host: z
      .string()
      .trim()
      .min(1)
      .max(253)
      .regex(/^[\w.:-]+$/),
    port: z.number().int().min(1).max(65_535).default(22),
    user: z.string().trim().min(1).max(200),
    folder: z.string().trim().min(1).max(500).default('.'),
    /** `SHA256:…` of the server's key: pinned at the first look, and any other refused */
    hostKey: z.string().max(100).default(''),
    ...common,
  }),
  secrets: z.strictObject({
    password: z.string().max(1000).default(''),
    /** OpenSSH or PEM */
    privateKey: z.string().max(20_000).default(''),
    passphrase: z.string().max(1000).default(''),
  }),
  tellsSecretsTo: ({ host, port }) => `${host}:${port}`,
})

export const watchedKinds = [folderKind, sftpKind] as const
export type FolderSettings = z.output<typeof folderKind.settings>
export type SftpSettings = z.output<typeof sftpKind.settings>
export type SftpSecrets = z.output<typeof sftpKind.secrets>
export type WatchSettings = Omit<FolderSettings, 'folder'>
