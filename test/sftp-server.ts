import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import ssh2, { type Attributes, type Connection, type SFTPWrapper } from 'ssh2'

const { STATUS_CODE } = ssh2.utils.sftp

export interface TestSftp {
  port: number
  /** handles of people who signed in, and how */
  signIns: string[]
  /** cuts every connection in the middle of the next reading */
  cutNextRead(): void
  close(): Promise<void>
}

/** A real SFTP server over a folder; `password` opens it, and so does the key whose public part is given. */
export async function startSftp(
  folder: string,
  options: { hostKey?: string; password?: string; publicKey?: string; port?: number } = {},
): Promise<TestSftp> {
  const { hostKey = newHostKey(), password = 'geheim', publicKey } = options
  const signIns: string[] = []
  const clients = new Set<Connection>()
  let cut = false
  const allowed = publicKey ? ssh2.utils.parseKey(publicKey) : undefined
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.add(client)
    client.on('error', () => {})
    client.on('close', () => clients.delete(client))
    client.on('authentication', (asked) => {
      const isKnown = asked.method === 'publickey' && allowed && !(allowed instanceof Error)
      const isRight =
        (asked.method === 'password' && asked.password === password) ||
        (isKnown &&
          asked.key.data.equals(allowed.getPublicSSH()) &&
          (!asked.signature || allowed.verify(asked.blob as Buffer, asked.signature, asked.hashAlgo)))
      if (!isRight) return asked.reject(['password', 'publickey'])
      signIns.push(asked.method)
      asked.accept()
    })
    client.on('ready', () => {
      client.on('session', (accept) => {
        accept().on('sftp', (open) => serve(open(), folder, () => cut && end()))
      })
    })
  })
  const end = () => {
    cut = false
    for (const client of clients) client.end()
    return true
  }
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    signIns,
    cutNextRead: () => {
      cut = true
    },
    close: () =>
      new Promise((resolve) => {
        end()
        server.close(() => resolve())
      }),
  }
}

/** Of every hundred or so ed25519 keys that ssh2 makes it cannot read one itself. */
export function newKeyPair(): { private: string; public: string } {
  return ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
}

export function newHostKey(): string {
  return newKeyPair().private
}

function serve(sftp: SFTPWrapper, folder: string, isCut: () => boolean): void {
  const handles = new Map<number, { fd: number } | { entries: string[] | null; path: string }>()
  let last = 0
  const at = (path: string) => join(folder, join('/', path))
  const hold = (what: { fd: number } | { entries: string[]; path: string }) => {
    last += 1
    handles.set(last, what)
    return Buffer.from([last])
  }
  const guarded = (id: number, work: () => void) => {
    try {
      work()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      sftp.status(id, code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE)
    }
  }
  const ok = (id: number) => sftp.status(id, STATUS_CODE.OK)
  sftp.on('OPENDIR', (id, path) =>
    guarded(id, () => sftp.handle(id, hold({ entries: readdirSync(at(path)), path: at(path) }))),
  )
  sftp.on('READDIR', (id, handle) => {
    const open = handles.get(handle[0] ?? 0)
    if (!open || !('entries' in open) || open.entries === null) return sftp.status(id, STATUS_CODE.EOF)
    const names = open.entries.map((filename) => {
      const attrs = attributesOf(statSync(join(open.path, filename)))
      return { filename, longname: filename, attrs }
    })
    open.entries = null
    sftp.name(id, names)
  })
  const stat = (id: number, path: string) => guarded(id, () => sftp.attrs(id, attributesOf(statSync(at(path)))))
  sftp.on('STAT', stat).on('LSTAT', stat)
  sftp.on('OPEN', (id, path) => guarded(id, () => sftp.handle(id, hold({ fd: openSync(at(path), 'r') }))))
  sftp.on('READ', (id, handle, offset, length) => {
    const open = handles.get(handle[0] ?? 0)
    if (!open || !('fd' in open)) return sftp.status(id, STATUS_CODE.FAILURE)
    if (isCut()) return
    const data = Buffer.alloc(Math.min(length, 8192))
    const bytes = readSync(open.fd, data, 0, data.length, offset)
    if (bytes === 0) sftp.status(id, STATUS_CODE.EOF)
    else sftp.data(id, data.subarray(0, bytes))
  })
  sftp.on('CLOSE', (id, handle) => {
    const open = handles.get(handle[0] ?? 0)
    if (open && 'fd' in open) closeSync(open.fd)
    handles.delete(handle[0] ?? 0)
    ok(id)
  })
  sftp.on('MKDIR', (id, path) => guarded(id, () => [mkdirSync(at(path)), ok(id)]))
  sftp.on('RENAME', (id, from, to) => guarded(id, () => [renameSync(at(from), at(to)), ok(id)]))
  sftp.on('REMOVE', (id, path) => guarded(id, () => [rmSync(at(path)), ok(id)]))
}

function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) }
}
