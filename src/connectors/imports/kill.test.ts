import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { inlineJobs, testContext } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, stateOf, takeIn } from '../../../test/importing.ts'
import { runAndKill } from '../../../test/run-and-kill.ts'
import { writeOrderLines } from '../../demo/index.ts'
import { house, jobsOf } from '../../house.ts'
import { transaction } from '../../platform/db/db.ts'
import { mustFind, receiveFile, startImport } from './actions.ts'

const kills = 10

/** Runs the import in a process of its own, killed after so many milliseconds unless it ends before. */
function killedImport(url: string, dataFolder: string, id: number, milliseconds: number): Promise<boolean> {
  const here = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))
  const program = `
    const { runImport } = await import(${here('./turn.ts')})
    const { openPool } = await import(${here('../../platform/db/db.ts')})
    const { unnamedCompany } = await import(${here('../../platform/company.ts')})
    const log = { info() {}, warn() {}, error: console.error, debug() {} }
    const ctx = { pool: openPool(${JSON.stringify(url)}), jobs: { async enqueue() {} }, config: { dataFolder: ${JSON.stringify(dataFolder)} },
      now: new Date('2026-11-22T03:00:00Z'), company: unnamedCompany, log }
    process.send('ready')
    await runImport(ctx, ${id})
    process.exit(0)
  `
  return runAndKill(program, milliseconds)
}

test('killed at ten points, an import goes on to the same end', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokui-kill-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'lines.csv')
  await writeOrderLines(path, { lines: 30_000, years: 2, seed: 11, endOn: '2026-10-31' })
  const whole = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
  const undisturbed = await takeIn(whole, createReadStream(path), { fileName: 'lines.csv' })
  const expected = await stateOf(whole.pool)

  const { pool, url } = await freshDatabase()
  const ctx = testContext(pool, { jobs: inlineJobs() }) as ImportingContext
  const id = await receiveFile(ctx, null, createReadStream(path), { fileName: 'lines.csv' })
  await transaction(pool, (tx) => startImport(ctx, tx, null, id))
  for (let kill = 0; kill < kills; kill++) {
    // early ones fall into reading, later ones into applying
    if (await killedImport(url, ctx.config.dataFolder, id, 50 + kill * 150 + Math.random() * 200)) break
  }
  await ctx.jobs.run(ctx, jobsOf(house))
  const row = await mustFind(pool, id)
  expect({ status: row.status, counts: row.counts, rejected: row.rowsRejected }).toEqual({
    status: 'done',
    counts: undisturbed.counts,
    rejected: undisturbed.rowsRejected,
  })
  expect(await stateOf(pool)).toEqual(expected)
})
