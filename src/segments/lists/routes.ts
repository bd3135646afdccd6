import { type Actor, may } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import { readCursor, writeCursor } from '../../platform/http/page.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { type Job, job } from '../../platform/jobs/jobs.ts'
import { countCustomers, listCustomers, listFields } from '../contract.ts'
import { type Asking, columnOf, type FieldSource, gatherFields, isSortable, testsOf } from '../field.ts'
import { everyone, type Predicate } from '../predicate.ts'
import { selectMatches } from './count.ts'
import { countAnew, countForPeople, recountKept } from './kept.ts'
import { type Position, readPage } from './list.ts'

export function askingOf(ctx: Pick<Context, 'now' | 'company'> & { actor: Actor }): Asking {
  return { actor: ctx.actor, today: dayOf(ctx.now, ctx.company.timeZone) }
}

/** The fields a predicate asks about, each once: what an audit may say of a filter, whose values can be personal. */
export function fieldsIn(predicate: Predicate): string[] {
  if ('field' in predicate) return [predicate.field]
  const parts = 'all' in predicate ? predicate.all : 'any' in predicate ? predicate.any : [predicate.not]
  return [...new Set(parts.flatMap(fieldsIn))]
}

/** Paging past so many rows is reading in bulk, and noted. */
const bulk = 200

export function listRoutes(sources: readonly FieldSource[]): Route[] {
  return [
    route(listFields, async (ctx) => {
      const fields = await gatherFields(ctx.db, sources)
      return {
        items: [...fields.values()].flatMap((field) => {
          const mayAsk = field.needs === undefined || may(ctx.actor, field.needs)
          if (!mayAsk && !field.mask) return []
          return [
            {
              key: field.key,
              room: field.room,
              name: field.name ?? null,
              type: field.type,
              choices: field.choices ? [...field.choices] : (field.offers?.map(({ id }) => id) ?? null),
              choiceNames: Object.fromEntries(
                (field.offers ?? []).flatMap(({ id, name }) => (name === null ? [] : [[id, name]])),
              ),
              of: field.of ?? null,
              tests: mayAsk ? [...testsOf(field)] : [],
              asOf: 'existsAt' in field,
              isColumn: columnOf(field) !== undefined,
              isSortable: mayAsk && isSortable(field),
            },
          ]
        }),
      }
    }),

    route(listCustomers, async (ctx, { query }) => {
      const fields = await gatherFields(ctx.db, sources)
      const predicate = query.filter ?? everyone
      const { after, seen } = query.cursor ? readPosition(query.cursor) : { after: undefined, seen: 0 }
      const asked = { predicate, sort: query.sort, columns: query.columns ?? [], limit: query.limit, after }
      const { rows, next } = await readPage(ctx.db, fields, askingOf(ctx), asked)
      const total = seen + rows.length
      if (total > bulk) {
        const detail = { fields: fieldsIn(predicate), columns: query.columns ?? [], rows: total }
        await audit(ctx.db, ctx.now, ctx.actor, { action: 'read-in-bulk', subject: 'customers', detail })
      }
      return { items: rows, next: next && writeCursor([next.value, next.id, total]) }
    }),

    route(countCustomers, async (ctx, { query }) => {
      const predicate = query.filter ?? everyone
      const matches = selectMatches(await gatherFields(ctx.db, sources), askingOf(ctx), predicate)
      const asks: CountAsked = { storeIds: ctx.actor.storeIds, predicate }
      return countForPeople(ctx, { job: countJob, asks: { ...asks } }, matches)
    }),
  ]
}

const countJob = 'segments.count'

interface CountAsked {
  storeIds: number[] | null
  predicate: Predicate
}

/** Whether somebody may ask is checked when they do: the job asks with every right, of the same stores. */
const counter: Actor = { staffId: 0, apiKeyId: null, name: '', role: 'owner', storeIds: null, scopes: null }

export function countJobs(sources: readonly FieldSource[]): Job[] {
  return [
    job(countJob, (ctx, { key }: { key: string }) =>
      countAnew<CountAsked>(ctx, key, async ({ storeIds, predicate }) => {
        const asking = askingOf({ ...ctx, actor: { ...counter, storeIds } })
        return selectMatches(await gatherFields(ctx.pool, sources), asking, predicate)
      }),
    ),
    job('segments.recount', recountKept),
  ]
}

function readPosition(cursor: string): { after: Position; seen: number } {
  const [value, id, seen] = readCursor(cursor, 3)
  if (typeof value === 'boolean' || value === undefined || !Number.isSafeInteger(id) || !Number.isSafeInteger(seen)) {
    throw new Refusal('invalid-request', {}, [{ field: 'cursor', code: 'not-a-cursor' }])
  }
  return { after: { value, id: Number(id) }, seen: Number(seen) }
}
