/** What a form is for: it decides what an answer becomes on the timeline, and who may be registered by it. */
export const formKinds = ['sign-up', 'inquiry', 'survey'] as const
export type FormKind = (typeof formKinds)[number]

export const fieldKinds = [
  'name',
  'kana',
  'email',
  'phone',
  'address',
  'birth',
  'gender',
  'attribute',
  'choice',
  'choices',
  'rating',
  'line',
  'text',
] as const
export type FieldKind = (typeof fieldKinds)[number]

/** Facts of a person: each may be asked once. */
export const onceOnly: readonly FieldKind[] = ['name', 'kana', 'email', 'phone', 'address', 'birth', 'gender']

export interface Field {
  /** stays the same whatever the label becomes: answers are kept by it */
  key: string
  kind: FieldKind
  label: string
  note: string
  isRequired: boolean
  choices: string[]
  /** key of the customers' own attribute it fills */
  attribute: string | null
}

export interface Asking {
  channel: 'mail' | 'line' | 'sms' | 'phone' | 'post'
  purpose: 'promotion' | 'survey'
  /** the words people read */
  body: string
  /** tick: a box that says yes or nothing; choice: yes or no, both are written down */
  asks: 'tick' | 'choice'
  isRequired: boolean
}

export interface Definition {
  title: string
  intro: string
  fields: Field[]
  consents: Asking[]
  button: string
  thanks: string
  /** where people go after it; null: the thanks are shown */
  redirectUrl: string | null
}

/** The definition as it is stored: with the row of each wording, so that evidence names the words that were shown. */
export interface StoredDefinition extends Definition {
  consents: (Asking & { wordingId: number })[]
}

interface Rule {
  field: string
  code: string
}

/** What the parts of a form need of each other. */
export function ruleProblems({ fields, consents }: Definition, confirms: boolean, kind: FormKind): Rule[] {
  const keys = fields.map((field) => field.key)
  const hasEmail = fields.some((field) => field.kind === 'email' && field.isRequired)
  return [
    ...fields.flatMap((field, index): Rule[] => {
      const at = `definition.fields.${index}`
      const isTwice = keys.indexOf(field.key) !== index
      const isAskedTwice =
        onceOnly.includes(field.kind) && fields.findIndex(({ kind: k }) => k === field.kind) !== index
      const needsChoices = field.kind === 'choice' || field.kind === 'choices'
      return [
        ...(isTwice ? [{ field: `${at}.key`, code: 'already-exists' }] : []),
        ...(isAskedTwice ? [{ field: `${at}.kind`, code: 'already-exists' }] : []),
        ...(needsChoices && field.choices.length < 2 ? [{ field: `${at}.choices`, code: 'too-few-choices' }] : []),
        ...(needsChoices && new Set(field.choices).size < field.choices.length
          ? [{ field: `${at}.choices`, code: 'already-exists' }]
          : []),
        ...(field.kind === 'attribute' && field.attribute === null
          ? [{ field: `${at}.attribute`, code: 'required' }]
          : []),
      ]
    }),
    ...(fields.length === 0 ? [{ field: 'definition.fields', code: 'required' }] : []),
    ...(confirms && !hasEmail ? [{ field: 'definition.fields', code: 'needs-email' }] : []),
    ...(!confirms && consents.length > 0 ? [{ field: 'confirms', code: 'consent-needs-confirmation' }] : []),
    ...(!confirms && kind === 'sign-up' ? [{ field: 'confirms', code: 'sign-up-needs-confirmation' }] : []),
  ]
}
