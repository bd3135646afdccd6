import { audit } from '../../platform/audit.ts'
import { type Company, readCompany, unnamedCompany } from '../../platform/company.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { route } from '../../platform/http/route.ts'
import type { Writing } from '../history/part.ts'
import { type AttributeDefinition, readDefinitions } from '../profile/attributes.ts'
import * as contract from './contract.ts'
import * as store from './store.ts'

/** Settings are small and seldom changed: a stale save is refused, every change is in the audit log. */
async function note(ctx: Writing, subject: string, subjectId: number | undefined, detail: object): Promise<void> {
  const action = subjectId === undefined || 'change' in detail ? 'changed' : 'created'
  await audit(ctx.db, ctx.now, ctx.actor, { action, subject, subjectId, detail: { ...detail } })
}

async function company(db: Db): Promise<Company> {
  return (await readCompany(db)) ?? unnamedCompany
}

async function definition(db: Db, id: number): Promise<AttributeDefinition> {
  const found = (await readDefinitions(db)).find((one) => one.id === id)
  if (!found) throw new Refusal('not-found')
  return found
}

const places = [
  route(contract.listChannels, async (ctx) => ({ items: await store.listChannels(ctx.db) })),
  route(contract.createChannel, async (ctx, { body }) => {
    const id = await store.insertCoded(ctx.db, 'channels', body, ctx.now)
    await note(ctx, 'channel', id, body)
    return { id }
  }),
  route(contract.changeChannel, async (ctx, { params, body }) => {
    await store.updateRow(ctx.db, 'channels', params.id, body)
    await note(ctx, 'channel', params.id, { change: body })
    return null
  }),

  route(contract.listStores, async (ctx) => ({ items: await store.listStores(ctx.db) })),
  route(contract.createStore, async (ctx, { body }) => {
    const id = await store.insertCoded(ctx.db, 'stores', body, ctx.now)
    await note(ctx, 'store', id, body)
    return { id }
  }),
  route(contract.changeStore, async (ctx, { params, body }) => {
    const current = (await store.listStores(ctx.db)).find((one) => one.id === params.id)
    if (!current) throw new Refusal('not-found')
    if (!(await store.updateStore(ctx.db, ctx.now, params.id, body.version, body.change))) {
      throw new Refusal('conflict', { version: current.version })
    }
    await note(ctx, 'store', params.id, { change: body.change })
    return { version: body.version + 1 }
  }),

  route(contract.listSources, async (ctx) => ({ items: await store.listSources(ctx.db) })),
  route(contract.createSource, async (ctx, { body }) => {
    const id = await store.insertCoded(ctx.db, 'sources', body, ctx.now)
    await note(ctx, 'source', id, body)
    return { id }
  }),
  route(contract.changeSource, async (ctx, { params, body }) => {
    await store.updateRow(ctx.db, 'sources', params.id, body)
    await note(ctx, 'source', params.id, { change: body })
    return null
  }),
]

const words = [
  route(contract.listTags, async (ctx) => ({ items: await store.listTags(ctx.db) })),
  route(contract.createTag, async (ctx, { body }) => {
    const { id, isNew } = await store.findOrInsertTag(ctx.db, body.name, ctx.now)
    if (isNew) await note(ctx, 'tag', id, body)
    return { id }
  }),
  route(contract.changeTag, async (ctx, { params, body }) => {
    await store.renameTag(ctx.db, params.id, body.name)
    await note(ctx, 'tag', params.id, { change: body })
    return null
  }),

  route(contract.listAttributeDefinitions, async (ctx) => ({ items: await readDefinitions(ctx.db) })),
  route(contract.createAttributeDefinition, async (ctx, { body }) => {
    if ((body.type === 'choice') !== body.choices.length > 0) {
      throw new Refusal('invalid-request', {}, [
        { field: 'choices', code: body.type === 'choice' ? 'required' : 'not-a-choice' },
      ])
    }
    const id = await store.insertDefinition(ctx.db, ctx.now, body)
    await note(ctx, 'attribute-definition', id, body)
    return { id }
  }),
  route(contract.changeAttributeDefinition, async (ctx, { params, body }) => {
    const current = await definition(ctx.db, params.id)
    const { choices } = body.change
    if (choices && (current.type !== 'choice' || choices.length === 0)) {
      throw new Refusal('invalid-request', {}, [{ field: 'choices', code: 'not-a-choice' }])
    }
    const gone = choices ? current.choices.filter((choice) => !choices.includes(choice)) : []
    const used = await store.choicesInUse(ctx.db, params.id, gone)
    if (used.length > 0) throw new Refusal('in-use', { choices: used })
    if (!(await store.updateDefinition(ctx.db, params.id, body.version, body.change))) {
      throw new Refusal('conflict', { version: current.version })
    }
    await note(ctx, 'attribute-definition', params.id, { change: body.change })
    return { version: body.version + 1 }
  }),
]

export const settingsRoutes = [
  route(contract.getCompany, (ctx) => company(ctx.db)),
  route(contract.changeCompany, async (ctx, { body }) => {
    const before = await company(ctx.db)
    if (!(await store.updateCompany(ctx.db, ctx.now, body.version, body.change))) {
      throw new Refusal('conflict', { version: before.version })
    }
    await note(ctx, 'company', undefined, { change: body.change, before })
    return company(ctx.db)
  }),
  ...places,
  ...words,
]
