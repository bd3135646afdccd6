import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { checkServer } from '../platform/db/check-server.ts'
import { openPool, type Pool } from '../platform/db/db.ts'
import { appliedMigrations, pendingMigrations, readMigrations } from '../platform/db/migrate.ts'
import { type Database, openDatabase } from '../platform/db/open.ts'
import { type Command, type Io, readOptions } from './command.ts'
import { countUnnumberedOrders, countWrongMetrics } from './reconcile.ts'

/** What one check found, in a sentence of either language. */
export interface Finding {
  state: 'good' | 'warning' | 'bad'
  ja: string
  en: string
}

const marks = { good: '✓', warning: '!', bad: '✗' }

export const command: Command = {
  name: 'doctor',
  summary: 'Check the runtime, the disk, the database and whether its figures agree',
  usage: '[--lang ja|en]',
  async run(args, io) {
    const { lang } = readOptions(args, { lang: { type: 'string' } })
    const language = lang === 'ja' || lang === 'en' ? lang : io.locale
    let bad = 0
    for await (const finding of examine(io)) {
      if (finding.state === 'bad') bad++
      io.say(`${marks[finding.state]} ${finding[language]}`)
    }
    return bad > 0 ? 1 : 0
  },
}

export async function* examine(io: Io): AsyncGenerator<Finding> {
  yield checkRuntime(process.versions.node)
  yield checkFolder(io.config.dataFolder)
  yield checkDisk(io.config.dataFolder)
  let database: Database
  try {
    database = await openDatabase(io.config)
  } catch (error) {
    const { message } = error as Error
    yield { state: 'bad', ja: `データベースを開けません: ${message}`, en: `The database does not open: ${message}` }
    return
  }
  const pool = openPool(database.url, { max: 2 })
  try {
    yield* examineDatabase(database.url, pool)
  } finally {
    await pool.end()
    await database.stop()
  }
}

export async function* examineDatabase(url: string, pool: Pool): AsyncGenerator<Finding> {
  const { version, characterType } = await checkServer(url)
  yield {
    state: 'good',
    ja: `PostgreSQL ${version}、文字種別 ${characterType}。日本語の検索に使えます`,
    en: `PostgreSQL ${version}, character type ${characterType}: fit for searching Japanese`,
  }
  const schema = await checkSchema(pool)
  yield schema
  if (schema.state !== 'good') return
  const unnumbered = await countUnnumberedOrders(pool)
  yield reconciled(unnumbered, '注文と注文番号', 'orders and order numbers')
  const wrong = await countWrongMetrics(pool)
  yield reconciled(wrong, '顧客の集計値と注文', 'customer metrics and orders')
}

function reconciled(differing: number, ja: string, en: string): Finding {
  if (differing === 0)
    return { state: 'good', ja: `${ja}が一致しています`, en: `${en} agree`.replace(/^./, (c) => c.toUpperCase()) }
  return {
    state: 'bad',
    ja: `${ja}が ${differing.toLocaleString('ja')} 件で食い違っています。設定の「再計算」で直らない場合はお知らせください`,
    en: `${differing.toLocaleString('en')} ${en} differ. Recompute everything in the settings; if that does not help, report it`,
  }
}

export function checkRuntime(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const fit = major > 22 || (major === 22 && minor >= 18)
  return fit
    ? { state: 'good', ja: `Node.js ${version} で動いています`, en: `Running on Node.js ${version}` }
    : {
        state: 'bad',
        ja: `Node.js ${version} では動きません。npm ci で入る Node.js を使ってください（npx tokui …）`,
        en: `Node.js ${version} is too old. Use the one that npm ci installs (npx tokui …)`,
      }
}

function checkFolder(folder: string): Finding {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    accessSync(folder, constants.W_OK)
    return {
      state: 'good',
      ja: `データの置き場所 ${folder} に書き込めます`,
      en: `The data folder ${folder} can be written to`,
    }
  } catch (error) {
    const { message } = error as Error
    return {
      state: 'bad',
      ja: `データの置き場所 ${folder} に書き込めません（${message}）。TOKUI_DATA で別の場所を指定できます`,
      en: `The data folder ${folder} cannot be written to (${message}). TOKUI_DATA names another`,
    }
  }
}

const gibibyte = 1024 ** 3

function checkDisk(folder: string): Finding {
  let place = folder
  while (!existsSync(place)) place = dirname(place)
  const { bavail, bsize } = statfsSync(place)
  const free = (bavail * bsize) / gibibyte
  const size = free.toFixed(1)
  if (free >= 2) return { state: 'good', ja: `空き容量は ${size} GB です`, en: `${size} GB of disk are free` }
  return {
    state: free < 0.5 ? 'bad' : 'warning',
    ja: `空き容量が ${size} GB しかありません。2 GB 以上空けてください`,
    en: `Only ${size} GB of disk are free. Make it 2 GB or more`,
  }
}

async function checkSchema(pool: Pool): Promise<Finding> {
  try {
    const pending = pendingMigrations(readMigrations(), await appliedMigrations(pool))
    if (pending.length === 0)
      return { state: 'good', ja: 'データベースの構造は最新です', en: 'The schema is up to date' }
    const names = pending.map((migration) => migration.name).join(', ')
    return {
      state: 'warning',
      ja: `未適用の変更があります（${names}）。tokui migrate を実行してください`,
      en: `Not yet applied: ${names}. Run tokui migrate`,
    }
  } catch (error) {
    const { message } = error as Error
    return { state: 'bad', ja: `データベースの構造がこのプログラムと合いません: ${message}`, en: message }
  }
}
