import { Readable } from 'node:stream'
import type { Actor } from '../../platform/access.ts'
import { byteOrderMark, type CsvEncoding, csvEncoder, csvLine } from '../../platform/csv.ts'
import type { Db } from '../../platform/db/db.ts'
import { reasons } from './reasons.ts'
import { appendFailures, type Failure, listFailures } from './store.ts'

const page = 2000
const titles = {
  ja: ['行', 'ID', '会員番号', '姓', '名', '会社名', '理由', '直し方'],
  en: ['Row', 'ID', 'Number', 'Family name', 'Given name', 'Company', 'Reason', 'Remedy'],
}

/** The error file of a bulk job: a row a customer it left out, with why and what helps. */
export function failuresCsv(
  db: Db,
  actor: Pick<Actor, 'storeIds'>,
  runId: number,
  options: { encoding: CsvEncoding; locale: 'ja' | 'en' },
): Readable {
  const { locale } = options
  const { encode } = csvEncoder(options.encoding)
  async function* lines(): AsyncGenerator<Buffer> {
    yield encode((options.encoding === 'utf-8' ? byteOrderMark : '') + csvLine(titles[locale]))
    for (let after = 0; ; ) {
      const failures = await listFailures(db, actor, runId, { after, limit: page })
      const last = failures.at(-1)
      if (!last) return
      const text = failures.map(({ place, customerId, number, familyName, givenName, companyName, reason }) => {
        const { reason: why, remedy } = reasons[reason][locale]
        return csvLine([place, customerId, number, familyName, givenName, companyName, why, remedy])
      })
      yield encode(text.join(''))
      after = last.place
    }
  }
  return Readable.from(lines())
}

/** Customers picked one by one who were not there when the job came to them; returns how many. */
export async function noteMissing(
  db: Db,
  runId: number,
  picked: readonly number[],
  handled: ReadonlySet<number>,
): Promise<number> {
  const failures = [...new Set(picked)].flatMap((customerId, index): Failure[] =>
    handled.has(customerId) ? [] : [{ place: index + 1, customerId, reason: 'gone' }],
  )
  await appendFailures(db, runId, failures)
  return failures.length
}
