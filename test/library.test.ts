import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from './folder.ts'

const root = join(import.meta.dirname, '..')
const tsc = join(root, 'node_modules/.bin/tsc')

const consumer = `
import { fitOrSimpler, forecast, historiesAt, mbgNbd, openPurchaseLog, patternsOf } from 'tokui/analysis'
import type { Fit } from 'tokui/analysis'

const log = openPurchaseLog()
for (let customer = 0; customer < 200; customer++) {
  for (let day = customer % 7; day < 300; day += 11 + (customer * 13) % 90) {
    log.add('C-' + customer, day, 1000 + day)
    if ((customer + day) % 5 === 0) break
  }
}
const histories = historiesAt(log.close(), 300)
const patterns = patternsOf(histories)
const { model, fit } = fitOrSimpler(mbgNbd, patterns)
const typed: Fit = fit
const ahead = forecast(model, fit.params, patterns, { horizon: 90 })
console.log(JSON.stringify({ customers: histories.size, model: model.name, finite: ahead.expected.every(Number.isFinite), typed: typed.logLikelihood < 0 }))
`

test('tokui/analysis is a library: built, typed, and run by Node.js from node_modules', () => {
  const folder = temporaryFolder('library')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const installed = join(folder, 'node_modules/tokui')
  mkdirSync(installed, { recursive: true })
  copyFileSync(join(root, 'package.json'), join(installed, 'package.json'))
  run(tsc, ['-p', join(root, 'tsconfig.library.json'), '--outDir', join(installed, 'dist/library')], root)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'shop.ts'), consumer)
  run(tsc, ['--module', 'nodenext', '--target', 'es2024', '--strict', '--types', '', 'shop.ts'], folder)
  expect(JSON.parse(run(process.execPath, ['shop.js'], folder))).toEqual({
    customers: 200,
    model: 'mbgnbd',
    finite: true,
    typed: true,
  })
})

function run(program: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  expect(status, stdout + stderr).toBe(0)
  return stdout
}
