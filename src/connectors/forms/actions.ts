import { insertWording } from '../../consent/index.ts'
import { readDefinitions } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { type FieldProblem, Refusal } from '../../platform/http/refusal.ts'
import { readMailSettings } from '../../platform/mail/settings.ts'
import { openConnection } from '../connections/actions.ts'
import { type Definition, type FormKind, ruleProblems, type StoredDefinition } from './definition.ts'
import { formPage } from './page/form.ts'
import { type Form, type FormChange, findForm, findWording, insertForm, setOpen, updateForm } from './store.ts'
import { usualDefinition } from './usual.ts'

type Writing = Context & { db: Tx; actor: Actor }

export async function mustFindForm(db: Db, id: number): Promise<Form> {
  const form = await findForm(db, { id })
  if (!form) throw new Refusal('not-found')
  return form
}

export async function createForm(
  ctx: Writing,
  { kind, name, locale }: { kind: FormKind; name: string; locale: 'ja' | 'en' },
): Promise<number> {
  const { db, now, actor } = ctx
  const connection = await openConnection(ctx, db, { kind: 'form', name, settings: {}, isActive: false })
  const definition = await withWordings(ctx, usualDefinition(kind, locale, name))
  const confirms = kind === 'sign-up'
  const id = await insertForm(db, now, { connectionId: connection.id, kind, locale, definition, confirms })
  await audit(db, now, actor, { action: 'created', subject: 'form', subjectId: id, detail: { kind } })
  return id
}

export async function changeForm(
  ctx: Writing,
  id: number,
  change: Omit<FormChange, 'definition'> & { definition: Definition },
): Promise<number> {
  const { db, now, actor } = ctx
  const form = await mustFindForm(db, id)
  const problems = [
    ...ruleProblems(change.definition, change.confirms, form.kind),
    ...(await attributeProblems(db, change.definition)),
  ]
  if (problems.length > 0) throw new Refusal('invalid-request', {}, problems)
  if (form.isOpen && change.confirms) await requireMail(db)
  const version = await updateForm(db, now, form, { ...change, definition: await withWordings(ctx, change.definition) })
  if (version === undefined) throw new Refusal('conflict', { version: form.version })
  await audit(db, now, actor, { action: 'changed', subject: 'form', subjectId: id, detail: { version } })
  return version
}

async function attributeProblems(db: Db, { fields }: Definition): Promise<FieldProblem[]> {
  const known = new Set((await readDefinitions(db)).map(({ key }) => key))
  return fields.flatMap(({ kind, attribute }, index) =>
    kind === 'attribute' && attribute !== null && !known.has(attribute)
      ? [{ field: `definition.fields.${index}.attribute`, code: 'not-a-choice' }]
      : [],
  )
}

/** Words that are shown stand in the register of wordings; changed ones are a new entry, and evidence names the entry. */
async function withWordings({ db, now, actor }: Writing, definition: Definition): Promise<StoredDefinition> {
  const consents: StoredDefinition['consents'] = []
  for (const asking of definition.consents) {
    const { channel, purpose, body } = asking
    const wordingId =
      (await findWording(db, asking)) ??
      (await insertWording(db, { channel, purpose, body, staffId: actor.staffId, now }))
    consents.push({ ...asking, wordingId })
  }
  return { ...definition, consents }
}

/** A form whose answers wait for a mail that nobody sends would take answers for nothing. */
async function requireMail(db: Db): Promise<void> {
  if (!(await readMailSettings(db))) {
    throw new Refusal('invalid-request', {}, [{ field: 'isOpen', code: 'no-mail-server' }])
  }
}

export async function changeState(ctx: Writing, id: number, isOpen: boolean): Promise<void> {
  const { db, now, actor } = ctx
  const form = await mustFindForm(db, id)
  if (isOpen) {
    const problems = ruleProblems(form.definition, form.confirms, form.kind)
    if (problems.length > 0) throw new Refusal('invalid-request', {}, problems)
    if (form.confirms) await requireMail(db)
  }
  if (!(await setOpen(db, now, form.connectionId, isOpen))) return
  await audit(db, now, actor, { action: isOpen ? 'opened' : 'closed', subject: 'form', subjectId: id })
}

/** The page as people would see it; it cannot be sent. */
export async function drawPreview(
  { db, now, company }: Pick<Context, 'now' | 'company'> & { db: Db },
  { locale, definition }: { locale: 'ja' | 'en'; definition: Definition },
): Promise<string> {
  return formPage({
    definition,
    company: company.name,
    action: null,
    seal: '',
    drawing: {
      locale,
      attributes: await readDefinitions(db),
      typed: new URLSearchParams(),
      problems: [],
      today: dayOf(now, company.timeZone),
    },
  })
}
