import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { audit } from '../../platform/audit.ts'
import { dayOf } from '../../platform/calendar.ts'
import type { Db } from '../../platform/db/db.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { type Job, job } from '../../platform/jobs/jobs.ts'
import { createRun, findRun } from '../../platform/jobs/runs.ts'
import { compile, requireField } from '../compile.ts'
import {
  downloadExport,
  downloadFailures,
  exportCustomers,
  listFailures as listFailuresOf,
  tagCustomers,
} from '../contract.ts'
import { type Asking, type FieldSource, type Fields, gatherFields, isSortable } from '../field.ts'
import { readColumns } from '../lists/list.ts'
import { askingOf, fieldsIn } from '../lists/routes.ts'
import { type ExportParams, exportKind, exportPath, exportSelected } from './export.ts'
import { failuresCsv } from './failures.ts'
import { selected } from './selection.ts'
import { knownTags, listFailures } from './store.ts'
import { type TaggingParams, tagSelected } from './tagging.ts'

const taggingJob = 'segments.tag'
const exportJob = 'segments.export'

export function bulkJobs(sources: readonly FieldSource[]): Job[] {
  return [
    job(taggingJob, (ctx, { runId }: { runId: number }) => tagSelected(ctx, sources, runId)),
    job(exportJob, (ctx, { runId }: { runId: number }) => exportSelected(ctx, sources, runId)),
  ]
}

export function bulkRoutes(sources: readonly FieldSource[]): Route[] {
  return [
    route(tagCustomers, async (ctx, { body }) => {
      const { selection, add, remove } = body
      if (add.length + remove.length === 0)
        throw new Refusal('invalid-request', {}, [{ field: 'add', code: 'required' }])
      compile(selected(selection), await gatherFields(ctx.db, sources), askingOf(ctx))
      await requireTags(ctx.db, { add, remove })
      const params: TaggingParams = { actor: ctx.actor, selection, add, remove }
      const jobId = await createRun(ctx.db, { kind: 'tag-customers', staffId: ctx.actor.staffId, params, now: ctx.now })
      await ctx.jobs.enqueue(ctx.db, taggingJob, { runId: jobId })
      const detail = { jobId, fields: fieldsIn(selected(selection)), add, remove }
      await audit(ctx.db, ctx.now, ctx.actor, { action: 'tagged', subject: 'customers', detail })
      return { jobId }
    }),

    route(exportCustomers, async (ctx, { body }) => {
      const { reason, ...asked } = body
      checkExport(asked, await gatherFields(ctx.db, sources), askingOf(ctx))
      const params: ExportParams = { actor: ctx.actor, ...asked }
      const jobId = await createRun(ctx.db, { kind: exportKind, staffId: ctx.actor.staffId, params, now: ctx.now })
      await ctx.jobs.enqueue(ctx.db, exportJob, { runId: jobId })
      const { columns, encoding } = asked
      const detail = { jobId, reason, fields: fieldsIn(selected(asked.selection)), columns, encoding }
      await audit(ctx.db, ctx.now, ctx.actor, { action: 'exported', subject: 'customers', detail })
      return { jobId }
    }),

    route(downloadExport, async (ctx, { params }) => {
      await requireFile(ctx.db, params.id, ctx.actor.staffId, ctx.now)
      const path = exportPath(ctx, params.id)
      await access(path).catch(() => {
        throw new Refusal('gone')
      })
      await audit(ctx.db, ctx.now, ctx.actor, {
        action: 'downloaded',
        subject: 'customers',
        detail: { jobId: params.id },
      })
      return {
        stream: createReadStream(path),
        fileName: `customers-${dayOf(ctx.now, ctx.company.timeZone)}-${params.id}.csv`,
        contentType: 'text/csv',
      }
    }),

    route(listFailuresOf, async (ctx, { params, query }) => {
      await requireRun(ctx.db, params.id, ctx.actor.staffId)
      const after = query.cursor ? Number(readCursor(query.cursor, 1)[0]) : 0
      const rows = await listFailures(ctx.db, ctx.actor, params.id, { after, limit: query.limit + 1 })
      return page(rows, query.limit, ({ place }) => writeCursor([place]))
    }),

    route(downloadFailures, async (ctx, { params, query }) => {
      await requireRun(ctx.db, params.id, ctx.actor.staffId)
      const detail = { jobId: params.id }
      await audit(ctx.db, ctx.now, ctx.actor, { action: 'downloaded', subject: 'job-failures', detail })
      return {
        stream: failuresCsv(ctx.db, ctx.actor, params.id, query),
        fileName: `${query.locale === 'ja' ? '処理できなかった顧客' : 'failed-customers'}-${params.id}.csv`,
        contentType: `text/csv; charset=${query.encoding === 'cp932' ? 'shift_jis' : 'utf-8'}`,
      }
    }),
  ]
}

async function requireTags(db: Db, asked: Pick<TaggingParams, 'add' | 'remove'>): Promise<void> {
  const known = await knownTags(db, [...asked.add, ...asked.remove])
  const wrong = (['add', 'remove'] as const).filter((field) => !asked[field].every((id) => known.has(id)))
  if (wrong.length === 0) return
  throw new Refusal(
    'invalid-request',
    {},
    wrong.map((field) => ({ field, code: 'not-a-choice' })),
  )
}

/** A job of somebody else and none at all are the same answer. */
async function requireRun(db: Db, id: number, staffId: number): Promise<void> {
  if (!(await findRun(db, id, staffId))) throw new Refusal('not-found')
}

/** What is wrong with an export is said when it is asked for, not by a job that fails later. */
function checkExport(asked: Omit<ExportParams, 'actor'>, fields: Fields, asking: Asking): void {
  compile(selected(asked.selection), fields, asking)
  readColumns(asked.columns, fields, asking)
  const key = asked.sort.replace(/^-/, '')
  if (!isSortable(requireField(fields, key, asking))) {
    throw new Refusal('invalid-request', {}, [{ field: key, code: 'not-sortable' }])
  }
}

/** An export belongs to who asked for it, for as long as it was said to be kept. */
async function requireFile(db: Db, id: number, staffId: number, now: Date): Promise<void> {
  const run = await findRun(db, id, staffId)
  if (!run || run.kind !== exportKind || (run.status !== 'done' && run.status !== 'partial'))
    throw new Refusal('not-found')
  if (run.expiresAt === null || run.expiresAt <= now) throw new Refusal('gone')
}
