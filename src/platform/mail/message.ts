import MailComposer from 'nodemailer/lib/mail-composer'

/** One mail about an event, to one person: a confirmation, an answer, a test. Never a campaign. */
export interface Mail {
  to: string
  subject: string
  text: string
  /** the same, as simple HTML */
  html: string
}

export interface Sender {
  name: string
  address: string
  replyTo: string | null
}

const mailbox =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/

/**
 * The address in `text`, when it is one mailbox and nothing else: no name, no quotes, no second address, no line break.
 * Full-width letters are taken as typed on a Japanese keyboard; `a..b@docomo.ne.jp` is real and stays.
 */
export function readMailbox(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim()
  return plain.length <= 254 && mailbox.test(plain) ? plain : undefined
}

/** A header is one line, whatever was typed into the name of a form. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/**
 * The bytes of a mail. `messageId` and `at` are those of its first try: a mail that is sent again is the same mail. Its
 * text is base64 where Japanese stands in it, so that no line is longer than a server may pass on.
 */
export async function composeMail(
  mail: Mail,
  { from, messageId, at }: { from: Sender; messageId: string; at: Date },
): Promise<Buffer> {
  for (const address of [mail.to, from.address, from.replyTo]) {
    if (address !== null && readMailbox(address) !== address) throw new Error('not a mailbox')
  }
  const encoding = /[^\t\r\n -~]/.test(mail.text + mail.html) ? 'base64' : 'quoted-printable'
  const composer = new MailComposer({
    from: { name: oneLine(from.name), address: from.address },
    to: { name: '', address: mail.to },
    ...(from.replyTo === null ? {} : { replyTo: { name: '', address: from.replyTo } }),
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId,
    date: at,
    encoding,
    // an automatic mail is not answered automatically
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
