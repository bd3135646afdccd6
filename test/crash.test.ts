import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { many, one, openPool, sql } from '../src/platform/db/db.ts'
import { startEmbedded } from '../src/platform/db/embedded.ts'
import { firstVisit, freePort, writer } from './caller.ts'
import { temporaryFolder } from './folder.ts'

const kills = Number(process.env.TOKUI_KILLS ?? 20)
const clients = 8

/** The program under its killer, in another process. */
async function startKiller(folder: string, port: number) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killer.ts'), folder, String(port), String(kills)])
  onTestFinished(async () => {
    if (child.exitCode === null) {
      child.stdin.end()
      await once(child, 'exit')
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  child.stderr.resume()
  const victims: string[] = []
  const lines = createInterface({ input: child.stdout })
  const done = new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the program ended by itself (${code})`)))
    lines.on('line', (line) => (line === 'done' ? resolve() : victims.push(line)))
  })
  return { victims, done }
}

test(`${kills} kills in the middle of edits: nothing acknowledged is lost, nothing is doubled`, {
  timeout: 600_000,
}, async () => {
  const folder = temporaryFolder('crash')
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const killer = await startKiller(folder, port)
  const cookie = await firstVisit(origin)
  const doubts = { count: 0 }
  const write = writer(origin, cookie, doubts)

  let over = false
  const created = new Map<string, number>()
  const refused: number[] = []
  const edited: { id: number; edits: number; name: string }[] = []
  async function client(number: number) {
    const own = await write('POST', '/api/customers', { familyName: `own ${number}` })
    created.set(`own ${number}`, own.body.id)
    const mine = { id: own.body.id, edits: 0, name: '' }
    edited.push(mine)
    for (let version = own.body.version; !over; ) {
      const name = `edit ${mine.edits + 1}`
      const edit = await write('PATCH', `/api/customers/${mine.id}`, { version, change: { companyName: name } })
      if (edit.status !== 200) refused.push(edit.status)
      else Object.assign(mine, { edits: mine.edits + 1, name })
      version = edit.body.version
      const familyName = `client ${number} customer ${mine.edits}`
      const made = await write('POST', '/api/customers', { familyName })
      if (made.status !== 200) refused.push(made.status)
      else created.set(familyName, made.body.id)
    }
  }
  const running = Array.from({ length: clients }, (_, number) => client(number))
  await killer.done.finally(() => {
    over = true
  })
  await Promise.all(running)

  expect(killer.victims).toHaveLength(kills)
  // a run in which no request was under way when the knife fell would prove nothing
  expect(doubts.count).toBeGreaterThan(0)
  expect(refused).toEqual([])
  const server = await startEmbedded(folder)
  const pool = openPool(server.url, { max: 1 })
  onTestFinished(async () => {
    await pool.end()
    await server.stop()
  })
  const stored = await many<{ name: string; id: number }>(pool, sql`select family_name as name, id from customers`)
  expect(stored.length).toBe(created.size)
  expect(new Map(stored.map(({ name, id }) => [name, id]))).toEqual(created)
  for (const { id, edits, name } of edited) {
    const row = await one(
      pool,
      sql`select version, company_name as name,
            (select count(*) from customer_changes where customer_id = ${id} and diff ? 'companyName') as edits
          from customers where id = ${id}`,
    )
    expect(row).toEqual({ version: edits + 1, name, edits })
  }
  console.log(
    `${created.size} customers and ${edited.reduce((sum, one) => sum + one.edits, 0)} edits, ${doubts.count} in doubt`,
  )
})
