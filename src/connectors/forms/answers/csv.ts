import { Readable } from 'node:stream'
import type { Actor } from '../../../platform/access.ts'
import type { Context } from '../../../platform/context.ts'
import { byteOrderMark, type CsvCell, type CsvEncoding, csvEncoder, csvLine } from '../../../platform/csv.ts'
import type { Definition } from '../definition.ts'
import { type AnswerValue, addressParts, nameParts } from '../page/sent.ts'
import type { Form } from '../store.ts'
import { type ListedAnswer, listAnswers } from './list.ts'

const headings = {
  ja: { at: '受付日時', state: '状態', customer: '顧客ID', yes: '同意する', no: '同意しない' },
  en: { at: 'Received', state: 'State', customer: 'Customer', yes: 'granted', no: 'refused' },
}
const states = {
  ja: { kept: '受付済み', awaiting: '確認待ち', confirmed: '確認済み' },
  en: { kept: 'received', awaiting: 'awaiting', confirmed: 'confirmed' },
}
const atOnce = 500

/** All answers, oldest columns of the present form first; answers of former versions keep to the fields that still stand. */
export function answersCsv(ctx: Context & { actor: Actor }, form: Form, encoding: CsvEncoding): Readable {
  const encoder = csvEncoder(encoding)
  const { fields, consents } = form.definition
  const words = headings[form.locale]
  const head = [
    words.at,
    words.state,
    words.customer,
    ...fields.flatMap(({ kind, label }) => (partsOf(kind) ? partsOf(kind)?.map((part) => `${label} ${part}`) : label)),
    ...consents.map(({ body }) => body),
  ] as CsvCell[]
  return Readable.from(
    (async function* () {
      if (encoding === 'utf-8') yield Buffer.from(byteOrderMark)
      yield encoder.encode(csvLine(head))
      let before = Number.MAX_SAFE_INTEGER
      for (;;) {
        const rows = await listAnswers(ctx.pool, ctx.actor, { formId: form.id, before, limit: atOnce })
        if (rows.length === 0) return
        yield encoder.encode(rows.map((row) => csvLine(lineOf(form, row))).join(''))
        before = rows.at(-1)?.id ?? 0
      }
    })(),
  )
}

const partsOf = (kind: Definition['fields'][number]['kind']): readonly string[] | undefined =>
  kind === 'name' || kind === 'kana' ? nameParts : kind === 'address' ? addressParts : undefined

function lineOf({ definition, locale }: Form, row: ListedAnswer): CsvCell[] {
  const words = headings[locale]
  const cells = definition.fields.flatMap(({ key, kind }): CsvCell[] => {
    const value = row.values.find((one) => one.key === key)?.value
    const parts = partsOf(kind)
    return parts ? parts.map((part) => cellOf((value as Record<string, string> | undefined)?.[part])) : [cellOf(value)]
  })
  const said = definition.consents.map(({ wordingId }) => row.consents.find((one) => one.wordingId === wordingId))
  return [
    row.at.toISOString(),
    states[locale][row.state],
    row.customerId,
    ...cells,
    ...said.map((one) => (one ? (one.isGranted ? words.yes : words.no) : '')),
  ]
}

function cellOf(value: AnswerValue | undefined): CsvCell {
  return value === undefined || (typeof value === 'object' && !Array.isArray(value)) ? '' : value
}
