import { once } from 'node:events'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** Of this server of the tests and of nothing else; anybody may know its key. */
export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUJHceYRv+fltPo4yk0ceaU8OymfQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjEzMDgwMFoYDzIxMjYxMDI5
MTMwODAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAS6QsW/ve53yq1OIzB5oLJ2L9dFtIJwYFz379U5ZUpHvMkcUEPArgGl
2hxg2vE+o9PC083L++BIYzJuOLDUis8co28wbTAdBgNVHQ4EFgQU5tcApHY57Avx
Q+uR0Vzprw+84bswHwYDVR0jBBgwFoAU5tcApHY57AvxQ+uR0Vzprw+84bswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgbm0tj9E2fqoQpn9QVaUMlJbqfZ13mMh7/+JiRztafekCIBEe
sRW3H3nHfSJkHKz7RVuMYnS9gy4DvELjnRLJhHMD
-----END CERTIFICATE-----
`
const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCglGRB44qBDUtR4q
iUQDezaYZStUNaIDzUi5CkSZRtqhRANCAAS6QsW/ve53yq1OIzB5oLJ2L9dFtIJw
YFz379U5ZUpHvMkcUEPArgGl2hxg2vE+o9PC083L++BIYzJuOLDUis8c
-----END PRIVATE KEY-----
`

export interface ReceivedMail {
  from: string
  to: string[]
  /** as it came over the wire */
  raw: string
  header(name: string): string
  /** every header of this name, as it stands in the mail */
  headers(name: string): string[]
  text: string
  html: string
}

/** A real SMTP server on a port of its own, which keeps what it is sent. `answer`: what it says to a mail instead of yes. */
export async function openMailbox(options: SMTPServerOptions = {}) {
  const mails: ReceivedMail[] = []
  const waiting: (() => void)[] = []
  const answers: { toRecipient?: Error; toMail?: Error; hangUp?: boolean } = {}
  const server = new SMTPServer({
    key: testKey,
    cert: testCertificate,
    authOptional: true,
    disableReverseLookup: true,
    // a client that is made to wait hangs up by itself
    closeTimeout: 200,
    onRcptTo: (_address, _session, done) => done(answers.toRecipient),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        if (!answers.toMail) {
          const from = mailFrom ? mailFrom.address : ''
          mails.push(
            readMail(
              Buffer.concat(parts).toString('latin1'),
              from,
              rcptTo.map((one) => one.address),
            ),
          )
          for (const go of waiting.splice(0)) go()
        }
        if (answers.hangUp) for (const one of server.connections) one.close()
        else done(answers.toMail)
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as { port: number }
  return {
    port,
    mails,
    answers,
    /** the mail that is the `count`th to come in, as soon as it is there */
    async mail(count: number): Promise<ReceivedMail> {
      while (mails.length < count) await new Promise<void>((go) => waiting.push(go))
      return mails[count - 1] as ReceivedMail
    },
    close: () => new Promise<void>((closed) => server.close(closed)),
  }
}

export const smtpError = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

interface Part {
  heads: [string, string][]
  body: string
}

function readPart(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const heads = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { heads, body: raw.slice(end + 4) }
}

const headOf = ({ heads }: Part, name: string) => heads.find(([key]) => key === name)?.[1] ?? ''

function readMail(raw: string, from: string, to: string[]): ReceivedMail {
  const whole = readPart(raw)
  const boundary = /boundary="?([^";]+)"?/.exec(headOf(whole, 'content-type'))?.[1]
  const parts = boundary
    ? whole.body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((one) => readPart(one.slice(2)))
    : [whole]
  const textOf = (type: string) => {
    const part = parts.find((one) => headOf(one, 'content-type').startsWith(type))
    return part ? decodeBody(part) : ''
  }
  const named = (name: string) => whole.heads.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value)
  return {
    from,
    to,
    raw,
    header: (name) => decodeWords(named(name)[0] ?? ''),
    headers: named,
    text: textOf('text/plain'),
    html: textOf('text/html'),
  }
}

function decodeBody(part: Part): string {
  const encoding = headOf(part, 'content-transfer-encoding')
  const bytes =
    encoding === 'base64'
      ? Buffer.from(part.body, 'base64')
      : encoding === 'quoted-printable'
        ? Buffer.from(unquoted(part.body.replace(/=\r\n/g, '')), 'latin1')
        : Buffer.from(part.body, 'latin1')
  return bytes.toString('utf8').replace(/\r\n/g, '\n').trim()
}

const unquoted = (text: string) =>
  text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** RFC 2047: `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=`, words beside each other joined. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      (kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64')
        : Buffer.from(unquoted(word.replaceAll('_', ' ')), 'latin1')
      ).toString('utf8'),
    )
}
