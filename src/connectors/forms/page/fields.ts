import { escapeHtml as text } from '../../../platform/mail/html.ts'
import type { Field } from '../definition.ts'
import { type AttributeType, addressParts, nameParts, type SentProblem } from './sent.ts'
import type { PageWords } from './words.ts'

export interface Drawing {
  words: PageWords
  locale: 'ja' | 'en'
  attributes: AttributeType[]
  /** what was typed already, by input */
  typed: URLSearchParams
  problems: SentProblem[]
  /** the newest day a birthday may be */
  today: string
}

interface Input {
  name: string
  type?: string
  label?: string
  autocomplete?: string
  inputmode?: string
  max?: number | string
  isRequired?: boolean
}

const idOf = (name: string) => name.replaceAll('.', '-')

/** An input with its own label, marked when something is wrong with it. */
function input(drawing: Drawing, { name, type = 'text', label, ...rest }: Input, describedBy = ''): string {
  const isWrong = drawing.problems.some((problem) => problem.name === name)
  const facts = [
    `id="${idOf(name)}" name="${name}" type="${type}"`,
    `value="${text(drawing.typed.get(name) ?? '')}"`,
    rest.autocomplete ? `autocomplete="${rest.autocomplete}"` : '',
    rest.inputmode ? `inputmode="${rest.inputmode}"` : '',
    rest.max === undefined ? '' : type === 'date' ? `max="${rest.max}"` : `maxlength="${rest.max}"`,
    rest.isRequired ? 'required' : '',
    marks(name, isWrong, describedBy),
  ]
  const field = `<input ${facts.filter(Boolean).join(' ')}>`
  return label === undefined
    ? field
    : `<div><label class="sub" for="${idOf(name)}">${text(label)}</label>${field}</div>`
}

function marks(name: string, isWrong: boolean, describedBy: string): string {
  const described = [describedBy, isWrong ? `${idOf(name)}-wrong` : ''].filter(Boolean).join(' ')
  return `${isWrong ? 'aria-invalid="true"' : ''} ${described ? `aria-describedby="${described}"` : ''}`.trim()
}

function head(drawing: Drawing, { label, isRequired }: Pick<Field, 'label' | 'isRequired'>): string {
  const { required, optional } = drawing.words
  return `${text(label)}<span class="${isRequired ? 'must' : 'may'}">${isRequired ? required : optional}</span>`
}

function wrongs(drawing: Drawing, names: string[]): string {
  return drawing.problems
    .filter(({ name }) => names.includes(name))
    .map(({ name, code }) => `<p class="wrong" id="${idOf(name)}-wrong">${text(drawing.words.codes[code])}</p>`)
    .join('')
}

const noteOf = (field: Field) =>
  field.note === '' ? '' : `<p class="note" id="f-${field.key}-note">${text(field.note)}</p>`
const noteId = (field: Field) => (field.note === '' ? '' : `f-${field.key}-note`)

/** A question of one input. */
function single(drawing: Drawing, field: Field, inside: string): string {
  const name = `f.${field.key}`
  return `<div><label class="q" for="${idOf(name)}">${head(drawing, field)}</label>${noteOf(field)}${inside}${wrongs(drawing, [name])}</div>`
}

/** A question of several inputs. */
function group(drawing: Drawing, field: Field, names: string[], inside: string): string {
  const described = noteId(field) ? ` aria-describedby="${noteId(field)}"` : ''
  return `<fieldset${described}><legend>${head(drawing, field)}</legend>${noteOf(field)}${inside}${wrongs(drawing, names)}</fieldset>`
}

function picks(
  drawing: Drawing,
  name: string,
  type: 'radio' | 'checkbox',
  choices: [value: string, label: string][],
  isRequired: boolean,
): string {
  const typed = drawing.typed.getAll(name)
  return choices
    .map(([value, label], place) => {
      const id = place === 0 ? idOf(name) : `${idOf(name)}-${place}`
      const on = typed.includes(value) ? ' checked' : ''
      const must = isRequired && type === 'radio' ? ' required' : ''
      return `<label class="pick" for="${id}"><input type="${type}" id="${id}" name="${name}" value="${text(value)}"${on}${must}><span>${text(label)}</span></label>`
    })
    .join('')
}

const same = (choices: readonly string[]) => choices.map((one): [string, string] => [one, one])

export function drawField(drawing: Drawing, field: Field): string {
  const { words } = drawing
  const { key, kind, isRequired } = field
  const name = `f.${key}`
  const one = (facts: Omit<Input, 'name'>) =>
    single(drawing, field, input(drawing, { name, isRequired, ...facts }, noteId(field)))
  switch (kind) {
    case 'name':
    case 'kana':
      return drawName(drawing, field)
    case 'address':
      return drawAddress(drawing, field)
    case 'email':
      return one({ type: 'email', autocomplete: 'email', max: 254 })
    case 'phone':
      return one({ type: 'tel', autocomplete: 'tel', max: 30 })
    case 'birth':
      return one({ type: 'date', autocomplete: 'bday', max: drawing.today })
    case 'gender':
      return group(drawing, field, [name], picks(drawing, name, 'radio', Object.entries(words.genders), isRequired))
    case 'choice':
      return group(drawing, field, [name], picks(drawing, name, 'radio', same(field.choices), isRequired))
    case 'choices':
      return group(drawing, field, [name], picks(drawing, name, 'checkbox', same(field.choices), isRequired))
    case 'rating':
      return group(drawing, field, [name], rating(drawing, name, isRequired))
    case 'text':
      return single(drawing, field, area(drawing, field))
    case 'attribute':
      return drawAttribute(drawing, field)
    case 'line':
      return one({ max: 300 })
  }
}

function area(drawing: Drawing, field: Field): string {
  const name = `f.${field.key}`
  const isWrong = drawing.problems.some((problem) => problem.name === name)
  const facts = `${field.isRequired ? 'required ' : ''}${marks(name, isWrong, noteId(field))}`
  return `<textarea id="${idOf(name)}" name="${name}" rows="6" maxlength="4000" ${facts}>\n${text(drawing.typed.get(name) ?? '')}</textarea>`
}

function rating(drawing: Drawing, name: string, isRequired: boolean): string {
  const { low, high } = drawing.words
  const typed = drawing.typed.get(name)
  const steps = Array.from({ length: 11 }, (_, step) => {
    const id = step === 0 ? idOf(name) : `${idOf(name)}-${step}`
    const facts = `${typed === String(step) ? ' checked' : ''}${isRequired ? ' required' : ''}`
    return `<label for="${id}"><input type="radio" id="${id}" name="${name}" value="${step}"${facts}>${step}</label>`
  })
  return `<div class="ends" aria-hidden="true"><span>${text(low)}</span><span>${text(high)}</span></div><div class="rating">${steps.join('')}</div>`
}

function drawName(drawing: Drawing, field: Field): string {
  const { words, locale } = drawing
  const isKana = field.kind === 'kana'
  const labels = isKana
    ? { family: words.familyKana, given: words.givenKana }
    : { family: words.family, given: words.given }
  const order = locale === 'ja' ? nameParts : nameParts.toReversed()
  const inputs = order.map((part) =>
    input(drawing, {
      name: `f.${field.key}.${part}`,
      label: labels[part],
      max: 50,
      isRequired: field.isRequired && part === 'family',
      ...(isKana ? {} : { autocomplete: part === 'family' ? 'family-name' : 'given-name' }),
    }),
  )
  const names = nameParts.map((part) => `f.${field.key}.${part}`)
  return group(drawing, field, names, `<div class="pair">${inputs.join('')}</div>`)
}

const autocompletes = {
  postcode: 'postal-code',
  prefecture: 'address-level1',
  address1: 'street-address',
  address2: 'address-line2',
}

function drawAddress(drawing: Drawing, field: Field): string {
  const { words, locale } = drawing
  const nameOf = (part: string) => `f.${field.key}.${part}`
  const part = (one: (typeof addressParts)[number]) =>
    input(drawing, {
      name: nameOf(one),
      label: words[one],
      autocomplete: autocompletes[one],
      max: 100,
      isRequired: field.isRequired && (one === 'prefecture' || one === 'address1'),
      ...(one === 'postcode' && locale === 'ja' ? { inputmode: 'numeric' } : {}),
    })
  // the page comes back with the address filled in: that needs no script
  const fill =
    locale === 'ja'
      ? `<button class="plain" name="fill" value="${field.key}" formnovalidate>${text(words.fill)}</button>`
      : ''
  const inside = `<div class="stack"><div class="code">${part('postcode')}${fill}</div>${part('prefecture')}${part('address1')}${part('address2')}</div>`
  return group(drawing, field, addressParts.map(nameOf), inside)
}

function drawAttribute(drawing: Drawing, field: Field): string {
  const name = `f.${field.key}`
  const { words } = drawing
  const found = drawing.attributes.find(({ key }) => key === field.attribute)
  const { isRequired } = field
  if (found?.type === 'choice') {
    return group(drawing, field, [name], picks(drawing, name, 'radio', same(found.choices), isRequired))
  }
  if (found?.type === 'boolean') {
    const choices: [string, string][] = [
      ['yes', words.yes],
      ['no', words.no],
    ]
    return group(drawing, field, [name], picks(drawing, name, 'radio', choices, isRequired))
  }
  const facts = found?.type === 'date' ? { type: 'date' } : found?.type === 'number' ? { inputmode: 'decimal' } : {}
  return single(drawing, field, input(drawing, { name, isRequired, max: 300, ...facts }, noteId(field)))
}
