import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import ssh2, { type Client, type FileEntryWithStats, type SFTPWrapper } from 'ssh2'
import type { Config } from '../../platform/config.ts'
import { connectOutside } from '../../platform/outgoing.ts'
import { datedName, doneFolder, type Place, PlaceError } from './place.ts'
import type { SftpSecrets, SftpSettings } from './settings.ts'

const readyWithin = 15_000
const answerWithin = 60_000

type Asked = Pick<SftpSettings, 'host' | 'port' | 'user' | 'folder' | 'hostKey'>

/**
 * A folder of a server that speaks SFTP. The server must show the key it showed first (`hostKey`; '' at the first look):
 * it says which one it showed, and is told nothing, no password either, when it shows another.
 */
export async function openSftp(
  config: Pick<Config, 'reach'>,
  { host, port, user, folder, hostKey }: Asked,
  secrets: SftpSecrets,
  now: Date,
): Promise<Place & { hostKey: string }> {
  const sock = await connectOutside(config, host, port, readyWithin)
  const client = new ssh2.Client()
  let seen = ''
  // once it stands, a lost connection shows in whatever was asked of it
  let failed: (error: unknown) => void = () => {}
  client.on('error', (error) => failed(error))
  try {
    await new Promise<void>((resolve, reject) => {
      failed = (error) => reject(signInError(error, seen, hostKey))
      client.once('ready', resolve).once('close', () => failed(new Error('closed')))
      client.connect({
        sock,
        username: user,
        readyTimeout: readyWithin,
        keepaliveInterval: 10_000,
        keepaliveCountMax: 3,
        ...(secrets.privateKey ? { privateKey: secrets.privateKey } : {}),
        ...(secrets.passphrase ? { passphrase: secrets.passphrase } : {}),
        ...(secrets.password ? { password: secrets.password } : {}),
        hostVerifier: (key: Buffer) => {
          seen = fingerprint(key)
          return hostKey === '' || seen === hostKey
        },
      })
    })
    return { ...(await placeOf(client, folder, now)), hostKey: seen }
  } catch (error) {
    client.end()
    sock.destroy()
    // a private key that cannot be read is found before anything is sent
    if (error instanceof PlaceError) throw error
    throw new PlaceError('sign-in-refused', {}, { cause: error })
  }
}

function signInError(error: unknown, seen: string, pinned: string): PlaceError {
  if (pinned !== '' && seen !== '' && seen !== pinned) return new PlaceError('host-key-changed', { seen, pinned })
  const { level } = error as { level?: string }
  return new PlaceError(level === 'client-authentication' ? 'sign-in-refused' : 'connection-lost', {}, { cause: error })
}

/** As `ssh-keygen -l` writes it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

async function placeOf(client: Client, folder: string, now: Date): Promise<Place> {
  let lose: () => void = () => {}
  const lost = new Promise<never>((_, reject) => {
    lose = () => reject(new PlaceError('connection-lost'))
  })
  // what is asked of a lost connection is never answered
  lost.catch(() => {})
  client.once('close', lose)
  const ask = <T>(work: (done: (error: Error | undefined | null, value?: T) => void) => void) =>
    soon(
      Promise.race([
        lost,
        new Promise<T>((resolve, reject) => {
          work((error, value) => (error ? reject(error) : resolve(value as T)))
        }),
      ]),
    )
  const sftp = await ask<SFTPWrapper>((done) => client.sftp(done)).catch((error: unknown) => {
    throw error instanceof PlaceError ? error : new PlaceError('connection-lost', {}, { cause: error })
  })
  sftp.once('close', lose)
  const at = (name: string) => `${folder.replace(/\/+$/, '')}/${name}`
  return {
    async list() {
      const entries = await ask<FileEntryWithStats[]>((done) => sftp.readdir(folder, done)).catch((error: unknown) => {
        throw listError(error)
      })
      return entries
        .filter(({ filename, attrs }) => attrs.isFile() && !/[/\\\0]/.test(filename))
        .map(({ filename, attrs }) => ({
          name: filename,
          bytes: attrs.size,
          modifiedAt: new Date(attrs.mtime * 1000),
        }))
    },
    async open(name): Promise<Readable> {
      const file = sftp.createReadStream(at(name))
      lost.catch((error: PlaceError) => file.destroy(error))
      return Readable.from(bytesOf(file), { objectMode: false })
    },
    async moveAway(name) {
      await ask<void>((done) => sftp.mkdir(at(doneFolder), done)).catch(() => {})
      const target = `${doneFolder}/${name}`
      const isTaken = await ask((done) => sftp.stat(at(target), done)).catch(() => undefined)
      await ask<void>((done) =>
        sftp.rename(at(name), at(isTaken ? `${doneFolder}/${datedName(name, now)}` : target), done),
      )
    },
    async remove(name) {
      await ask<void>((done) => sftp.unlink(at(name), done))
    },
    async close() {
      client.end()
    },
  }
}

/** What ends a download before its end is the connection's. */
async function* bytesOf(file: Readable): AsyncGenerator<Buffer> {
  try {
    const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    for (let next = await soon(chunks.next()); !next.done; next = await soon(chunks.next())) yield next.value
  } catch (error) {
    const isDenied = (error as { code?: unknown }).code === 3
    throw new PlaceError(isDenied ? 'file-unreadable' : 'connection-lost', {}, { cause: error })
  } finally {
    file.destroy()
  }
}

/** A server that holds the connection and answers nothing counts as lost. */
async function soon<T>(answer: Promise<T>): Promise<T> {
  const answered = new AbortController()
  const late = sleep(answerWithin, undefined, { signal: answered.signal }).then(() => {
    throw new PlaceError('connection-lost')
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    answered.abort()
  }
}

/** 2: no such file, 3: permission denied */
function listError(error: unknown): PlaceError {
  if (error instanceof PlaceError) return error
  const { code } = error as { code?: number }
  return new PlaceError(code === 2 ? 'folder-missing' : 'folder-unreadable', {}, { cause: error })
}
