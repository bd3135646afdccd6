import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailFault, Security } from './faults.ts'

export interface MailServer {
  host: string
  port: number
  security: Security
  user: string | null
  password: string | null
  /** certificate of an authority of one's own, in PEM */
  authority: string | null
}

/**
 * What became of one try. `later`: nothing was taken, try again. `refused`: it will not be taken. `unsure`: the whole
 * mail was handed over and no answer came; sending it again might bring it twice.
 */
export type Delivery =
  | { outcome: 'sent' }
  | { outcome: 'later' | 'refused' | 'unsure'; why: MailFault; code: number | null; said: string }

interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
  response?: string
}

const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000, dnsTimeout: 10_000 }

/** Hands a mail to a server, and says what came of it; throws only for bugs. */
export async function deliver(
  server: MailServer,
  envelope: { from: string; to: string },
  message: Buffer,
): Promise<Delivery> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(server.authority ? { ca: server.authority } : {}) },
    ...patience,
  })
  let isHandedOver = false
  // read only after the server said that it listens; once it was read to its end, the answer decides
  const body = Readable.from(
    (function* () {
      yield message
      isHandedOver = true
    })(),
  )
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject)
      const then = (next: () => void) => (error?: Error | null) => (error ? reject(error) : next())
      const send = () => connection.send({ from: envelope.from, to: [envelope.to] }, body, then(resolve))
      const { user, password } = server
      connection.connect(
        then(() => (user === null ? send() : connection.login({ user, pass: password ?? '' }, then(send)))),
      )
    })
    connection.once('error', () => {})
    connection.quit()
    return { outcome: 'sent' }
  } catch (error) {
    connection.close()
    return judge(error as SmtpError, isHandedOver)
  }
}

function judge(error: SmtpError, isHandedOver: boolean): Delivery {
  const { responseCode: code = null, response = '' } = error
  const why = faultOf(error)
  const fault = { why, code, said: response.slice(0, 300) }
  if (code === null && isHandedOver) return { outcome: 'unsure', ...fault, why: 'answer-lost' }
  // a wrong password is a fault of the settings: the mail waits for them to be put right
  const isFinal = code !== null && code >= 500 && why !== 'wrong-login' && why !== 'no-mail-server'
  return { outcome: isFinal ? 'refused' : 'later', ...fault }
}

const byCode: Record<string, MailFault> = {
  EDNS: 'unknown-host',
  ENOTFOUND: 'unknown-host',
  ETIMEDOUT: 'timed-out',
  ETLS: 'no-tls',
  EAUTH: 'wrong-login',
  ENOAUTH: 'wrong-login',
  EPROTOCOL: 'no-mail-server',
}

function faultOf({ code = '', command = '', message, responseCode }: SmtpError): MailFault {
  if (/certificate|self.signed|altnames/i.test(message)) return 'wrong-certificate'
  if (code === 'ESOCKET' && /ssl|tls|wrong version/i.test(message)) return 'no-tls'
  if (byCode[code]) return byCode[code]
  if (command === 'MAIL FROM') return 'sender-refused'
  if (command === 'RCPT TO') return 'recipient-refused'
  return responseCode === undefined ? 'no-connection' : 'message-refused'
}
