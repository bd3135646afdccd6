import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import {
  changeMapping,
  findImport,
  groupRejections,
  mappingShape,
  presetFor,
  previewImport,
  receiveFile,
  runImport,
  startImport,
} from '../connectors/index.ts'
import type { Context } from '../platform/context.ts'
import { transaction } from '../platform/db/db.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { Trouble } from '../platform/trouble.ts'
import { type Command, type Io, readArguments, UsageTrouble } from './command.ts'
import { withContext } from './installation.ts'

const options = {
  kind: { type: 'string' },
  source: { type: 'string' },
  preset: { type: 'string' },
  mapping: { type: 'string' },
  encoding: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

const kinds = ['customers', 'orders', 'products'] as const
const encodings = ['utf-8', 'cp932', 'euc-jp', 'utf-16le', 'utf-16be'] as const

export const command: Command = {
  name: 'import',
  summary: 'Take in a file of customers, orders or products',
  usage:
    'FILE [--kind orders|customers|products] [--source CODE] [--preset NAME] [--mapping map.json] [--encoding NAME] [--dry-run] [--json]',
  async run(args, io) {
    const { values, positionals } = readArguments(args, options)
    const [path] = positionals
    if (positionals.length !== 1 || !path) throw new UsageTrouble('name one file')
    if (!existsSync(path)) throw new Trouble(`There is no file ${path}`)
    const kind = oneOf('kind', values.kind, kinds)
    const encoding = oneOf('encoding', values.encoding, encodings)
    try {
      return await withContext(io, (ctx) => takeIn(ctx, io, path, { ...values, kind, encoding }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      throw new Trouble(
        `${basename(path)}: ${error.code} ${JSON.stringify(error.detail)} ${JSON.stringify(error.fields)}`,
      )
    }
  },
}

interface Wanted {
  kind: (typeof kinds)[number] | undefined
  encoding: (typeof encodings)[number] | undefined
  source?: string
  preset?: string
  mapping?: string
  'dry-run'?: boolean
  json?: boolean
}

async function takeIn(ctx: Context, io: Io, path: string, wanted: Wanted): Promise<number> {
  const { kind, source } = wanted
  const id = await receiveFile(ctx, null, createReadStream(path), {
    fileName: basename(path),
    ...(kind ? { kind } : {}),
    ...(source ? { source } : {}),
  })
  await adjust(ctx, id, wanted)
  if (wanted['dry-run']) {
    const { problems, totals, missing, rowsLooked } = await previewImport(ctx, await findImport(ctx.pool, id))
    io.say(JSON.stringify({ rowsLooked, totals, missing, problems }, null, wanted.json ? undefined : 2))
    return missing.length > 0 || problems.length > 0 ? 1 : 0
  }
  await transaction(ctx.pool, (tx) => startImport({ ...ctx, jobs: { enqueue: async () => {} } }, tx, null, id))
  await runImport(ctx, id)
  const done = await findImport(ctx.pool, id)
  const rejections = await groupRejections(ctx.pool, id)
  const { status, rowsRead, rowsRejected, counts, problem } = done
  if (wanted.json) io.say(JSON.stringify({ id, status, rowsRead, rowsRejected, counts, problem, rejections }))
  else {
    const { added, updated, unchanged } = counts[done.kind] ?? { added: 0, updated: 0, unchanged: 0 }
    io.say(
      `${done.kind}: ${added} added, ${updated} updated, ${unchanged} unchanged; ${rowsRejected} of ${rowsRead} rows left out`,
    )
    for (const { field, code, count, firstRow } of rejections)
      io.say(`  ${field || 'row'}: ${code}, ${count} rows, first ${firstRow}`)
  }
  return status === 'done' ? 0 : 1
}

/** What the command line says goes before what the file suggests. */
async function adjust(ctx: Context, id: number, wanted: Wanted): Promise<void> {
  const row = await findImport(ctx.pool, id)
  const { format } = row
  const mapping = wanted.mapping
    ? mappingShape.parse(JSON.parse(readFileSync(wanted.mapping, 'utf8')))
    : wanted.preset
      ? await presetFor(ctx, row, wanted.preset)
      : undefined
  if (wanted.preset && !mapping) throw new Trouble(`There is no preset "${wanted.preset}" for ${row.kind}`)
  if (!mapping && !wanted.encoding) return
  await transaction(ctx.pool, (tx) =>
    changeMapping(ctx, tx, id, {
      kind: row.kind,
      source: row.sourceCode,
      format: { headerRow: format.headerRow, ...(wanted.encoding ? { encoding: wanted.encoding } : {}) },
      ...(mapping ? { mapping } : {}),
    }),
  )
}

function oneOf<Value extends string>(
  name: string,
  text: string | undefined,
  values: readonly Value[],
): Value | undefined {
  if (text === undefined) return undefined
  const found = values.find((value) => value === text)
  if (!found) throw new UsageTrouble(`--${name} must be one of ${values.join(', ')}`)
  return found
}
