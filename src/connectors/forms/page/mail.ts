import { htmlMail } from '../../../platform/mail/html.ts'
import type { Mail } from '../../../platform/mail/message.ts'
import type { Form } from '../store.ts'
import { pageWords } from './words.ts'

/** Asks whoever reads the mail to confirm; a stranger whose address was entered needs to do nothing. */
export function confirmationMail(
  { locale, definition }: Pick<Form, 'locale' | 'definition'>,
  company: string,
  url: string,
  hours: number,
): Omit<Mail, 'to'> {
  const words = pageWords[locale]
  const hello = words.mailHello(company, definition.title)
  const foot = [words.mailHours(hours), words.mailNotYou]
  return {
    subject: words.mailSubject(company, definition.title),
    text: `${[hello, words.mailAsk, url, ...foot, company].join('\n\n')}\n`,
    html: htmlMail({
      locale,
      paragraphs: [hello, words.mailAsk],
      button: { label: words.confirmTitle, url },
      foot: [...foot, url, company],
    }),
  }
}
