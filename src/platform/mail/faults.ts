export const securities = ['tls', 'starttls', 'none'] as const
/** tls: from the first byte (465); starttls: before anything is said (587); none: for a server on one's own machine */
export type Security = (typeof securities)[number]

/** Why a mail did not go out. */
export const mailFaults = [
  'unknown-host',
  'no-connection',
  'timed-out',
  'no-tls',
  'wrong-certificate',
  'no-mail-server',
  'wrong-login',
  'sender-refused',
  'recipient-refused',
  'message-refused',
  'answer-lost',
  'too-late',
] as const
export type MailFault = (typeof mailFaults)[number]
