import type { FolderInput, SftpInput } from '../../../../../src/connectors/watched/contract.ts'

/** What is being typed, for both kinds: numbers and choices as their fields hold them. */
export interface Draft {
  name: string
  folder: string
  pattern: string
  rhythm: 'every' | 'daily'
  everyMinutes: number
  dailyAt: string
  layout: string
  afterwards: 'leave' | 'move' | 'delete'
  completeBy: 'calm' | 'marker'
  host: string
  port: number
  user: string
  hostKey: string
  signInBy: 'password' | 'key'
  password: string
  privateKey: string
  passphrase: string
}

export type WatchKind = 'folder' | 'sftp'

export const newDraft = (kind: WatchKind): Draft => ({
  name: '',
  folder: kind === 'sftp' ? '.' : '',
  pattern: '*.csv',
  rhythm: 'every',
  everyMinutes: 60,
  dailyAt: '03:00',
  layout: '',
  afterwards: 'leave',
  completeBy: 'calm',
  host: '',
  port: 22,
  user: '',
  hostKey: '',
  signInBy: 'password',
  password: '',
  privateKey: '',
  passphrase: '',
})

/** The settings that stand, to be changed; secrets are never given back. */
export function draftOf(kind: WatchKind, name: string, settings: Record<string, unknown>): Draft {
  const { schedule, ...rest } = settings as Partial<SftpInput>
  const when = schedule ?? { everyMinutes: 60 }
  return {
    ...newDraft(kind),
    ...(rest as Partial<Draft>),
    name,
    ...('dailyAt' in when
      ? { rhythm: 'daily', dailyAt: when.dailyAt }
      : { rhythm: 'every', everyMinutes: when.everyMinutes }),
  }
}

export function folderSettings(draft: Draft): FolderInput {
  const { folder, pattern, rhythm, everyMinutes, dailyAt, layout, afterwards, completeBy } = draft
  const schedule = rhythm === 'every' ? { everyMinutes } : { dailyAt }
  return { folder, pattern, schedule, layout, afterwards, completeBy }
}

export function sftpSettings(draft: Draft): SftpInput {
  const { host, port, user, hostKey } = draft
  return { ...folderSettings(draft), host, port, user, hostKey }
}

/** Of the two ways to sign in one counts. Nothing typed: what is kept stays. */
export function secretsOf({ signInBy, password, privateKey, passphrase }: Draft): Record<string, string> | undefined {
  if (signInBy === 'password') return password === '' ? undefined : { password, privateKey: '', passphrase: '' }
  return privateKey === '' ? undefined : { password: '', privateKey, passphrase }
}
