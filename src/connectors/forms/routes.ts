import { audit } from '../../platform/audit.ts'
import type { Db } from '../../platform/db/db.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { route } from '../../platform/http/route.ts'
import { countWaiting } from '../../platform/mail/outbox.ts'
import { readMailSettings } from '../../platform/mail/settings.ts'
import * as actions from './actions.ts'
import { answersCsv } from './answers/csv.ts'
import { listAnswers } from './answers/list.ts'
import * as contract from './contract.ts'
import { countAnswers, listAllForms } from './store.ts'

export const formRoutes = [
  route(contract.listForms, async ({ db }) => ({ mail: await mailState(db), items: await listAllForms(db) })),

  route(contract.getForm, async ({ db, config }, { params }) => {
    const { sourceId: _, ...form } = await actions.mustFindForm(db, params.id)
    const consents = form.definition.consents.map(({ wordingId: _wording, ...asking }) => asking)
    const url = `${config.origin}/f/${form.key}`
    return { ...form, url, definition: { ...form.definition, consents }, ...(await countAnswers(db, form.id)) }
  }),

  route(contract.createForm, async (ctx, { body }) => ({ id: await actions.createForm(ctx, body) })),

  route(contract.changeForm, async (ctx, { params, body }) => ({
    version: await actions.changeForm(ctx, params.id, body),
  })),

  route(contract.openForm, async (ctx, { params, body }) => {
    await actions.changeState(ctx, params.id, body.isOpen)
    return null
  }),

  route(contract.previewForm, async (ctx, { body }) => ({ html: await actions.drawPreview(ctx, body) })),

  route(contract.listAnswers, async ({ db, actor }, { params, query }) => {
    const form = await actions.mustFindForm(db, params.id)
    const before = query.cursor ? Number(readCursor(query.cursor, 1)[0]) : Number.MAX_SAFE_INTEGER
    const rows = await listAnswers(db, actor, { formId: form.id, state: query.state, before, limit: query.limit + 1 })
    return page(rows, query.limit, (row) => writeCursor([row.id]))
  }),

  route(contract.exportAnswers, async (ctx, { params, query }) => {
    const form = await actions.mustFindForm(ctx.db, params.id)
    const detail = { encoding: query.encoding }
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'exported', subject: 'form', subjectId: form.id, detail })
    return {
      stream: answersCsv(ctx, form, query.encoding),
      fileName: `${form.name}.csv`,
      contentType: `text/csv; charset=${query.encoding === 'utf-8' ? 'utf-8' : 'shift_jis'}`,
    }
  }),
]

/** Why confirmations would wait. */
async function mailState(db: Db) {
  if (!(await readMailSettings(db))) return 'not-set' as const
  return (await countWaiting(db)).fault === null ? null : ('in-trouble' as const)
}
