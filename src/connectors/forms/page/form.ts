import { escapeHtml as text } from '../../../platform/mail/html.ts'
import type { Asking, Definition } from '../definition.ts'
import { type Drawing, drawField } from './fields.ts'
import { page, saying } from './layout.ts'
import { consentInput, pageInput, trapInput } from './sent.ts'
import { type PageWords, pageWords } from './words.ts'

export interface FormPage {
  definition: Definition
  company: string
  /** where it is sent; null: a preview, which is not sent */
  action: string | null
  /** sealed: when this page was made, of which version */
  seal: string
  /** why it was not taken, beside what is wrong with its fields */
  notice?: 'again' | 'tooFast' | 'changed' | 'tooMany'
  isFramed?: boolean
  drawing: Omit<Drawing, 'words'>
}

export function formPage({ definition, company, action, seal, notice, isFramed, drawing }: FormPage): string {
  const words = pageWords[drawing.locale]
  const whole: Drawing = { ...drawing, words }
  const fields = definition.fields.map((field) => drawField(whole, field))
  const consents = definition.consents.map((consent, place) => drawConsent(whole, consent, place))
  const body = `${definition.intro ? `<p>${text(definition.intro)}</p>` : ''}
${summary(whole, definition, notice)}
<form ${action === null ? 'inert' : `method="post" action="${text(action)}"`} accept-charset="utf-8">
${fields.join('\n')}
${consents.join('\n')}
<div class="trap" aria-hidden="true"><label for="${trapInput}">${text(words.trap)}</label><input id="${trapInput}" name="${trapInput}" tabindex="-1" autocomplete="off"></div>
<div class="send"><input type="hidden" name="${pageInput}" value="${text(seal)}"><button>${text(definition.button)}</button></div>
</form>`
  const framed = isFramed ? { isFramed } : {}
  return page({ locale: drawing.locale, title: definition.title, company, body, ...framed })
}

/** What is wrong, said at the top and aloud, with the way to each place. */
function summary({ words, problems }: Drawing, { consents }: Definition, notice: FormPage['notice']): string {
  if (problems.length === 0)
    return notice ? `<div class="summary" role="alert"><p>${text(words[notice])}</p></div>` : ''
  const places = problems.map(({ name, field, code }) => {
    const consent = consents[Number(name.slice(2))]
    const label = field?.label ?? consent?.body.slice(0, 30) ?? ''
    return `<li><a href="#${name.replaceAll('.', '-')}">${text(label)}</a>　${text(words.codes[code])}</li>`
  })
  return `<div class="summary" role="alert"><h2>${text(words.problems)}</h2><ul>${places.join('')}</ul></div>`
}

function drawConsent({ words, typed, problems }: Drawing, { body, asks, isRequired }: Asking, place: number): string {
  const name = consentInput(place)
  const id = name.replace('.', '-')
  const given = typed.get(name)
  const isWrong = problems.some((problem) => problem.name === name)
  const wrong = isWrong ? `<p class="wrong" id="${id}-wrong">${text(words.codes['must-agree'])}</p>` : ''
  const invalid = isWrong ? ` aria-invalid="true" aria-describedby="${id}-wrong"` : ''
  const must = isRequired ? ' required' : ''
  const mark = `<span class="${isRequired ? 'must' : 'may'}">${isRequired ? words.required : words.optional}</span>`
  if (asks === 'tick') {
    const on = given === 'yes' ? ' checked' : ''
    return `<div><label class="pick" for="${id}"><input type="checkbox" id="${id}" name="${name}" value="yes"${on}${must}${invalid}><span>${text(body)}${mark}</span></label>${wrong}</div>`
  }
  const choice = (value: 'yes' | 'no', label: string) =>
    `<label class="pick"><input type="radio" ${value === 'yes' ? `id="${id}"` : ''} name="${name}" value="${value}"${given === value ? ' checked' : ''}${must}${invalid}><span>${text(label)}</span></label>`
  return `<fieldset><legend>${text(body)}${mark}</legend><div>${choice('yes', words.receive)}${choice('no', words.refuse)}</div>${wrong}</fieldset>`
}

interface Told {
  locale: 'ja' | 'en'
  company: string
  isFramed?: boolean
}

const wordsOf = ({ locale }: Told): PageWords => pageWords[locale]

/** A link or a press on the pages after the form. */
const press = (action: string, label: string, hidden = '', look = '') =>
  `<form method="post" action="${text(action)}"><div class="send">${hidden}<button${look}>${text(label)}</button></div></form>`

export function sentPage(told: Told, again: { action: string; handle: string }, isAgain: boolean): string {
  const words = wordsOf(told)
  const hidden = `<input type="hidden" name="${pageInput}" value="${text(again.handle)}">`
  const said = isAgain ? `<p class="said" role="status">${text(words.sentAgain)}</p>` : ''
  const more = `${said}${press(again.action, words.sendAgain, hidden, ' class="plain"')}`
  return saying({ ...told, title: words.sentTitle }, [words.sent, words.sentLate], more)
}

export function thanksPage(told: Told, definition: Definition): string {
  return saying({ ...told, title: wordsOf(told).done }, [definition.thanks])
}

/** Opening it does nothing: programs that look into mails open links too. */
export function confirmPage(
  told: Told,
  action: string,
  { title }: Definition,
  consents: { body: string; isGranted: boolean }[],
): string {
  const words = wordsOf(told)
  const list = (heading: string, isGranted: boolean) => {
    const said = consents.filter((one) => one.isGranted === isGranted)
    if (said.length === 0) return ''
    return `<h2>${text(heading)}</h2><ul>${said.map(({ body }) => `<li>${text(body)}</li>`).join('')}</ul>`
  }
  const more = `${list(words.agreed, true)}${list(words.refused, false)}${press(action, words.confirmButton)}`
  return saying({ ...told, title: words.confirmTitle }, [`${title}\n${words.confirm}`], more)
}

export function confirmedPage(told: Told, definition: Definition): string {
  const words = wordsOf(told)
  return saying({ ...told, title: words.done }, [words.confirmed, definition.thanks])
}

export function gonePage(told: Told): string {
  const words = wordsOf(told)
  return saying({ ...told, title: words.goneTitle }, [words.gone])
}

export function closedPage(told: Told): string {
  const words = wordsOf(told)
  return saying({ ...told, title: words.closedTitle }, [words.closed])
}

export function tooManyPage(told: Told): string {
  const words = wordsOf(told)
  return saying({ ...told, title: words.closedTitle }, [words.tooMany])
}
