import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ensureChromium } from './chromium.ts'

/** What `npm test` runs: a browser is there, the web app is built, then every test. Arguments go to vitest. */
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'tokui-run-'))
const report = join(folder, 'report.json')

const env = { ...process.env, CHROMIUM_PATH: browser() }

function browser(): string {
  try {
    return ensureChromium((line) => process.stderr.write(`${line}\n`))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(1)
  }
}

function runTool(packageName: string, file: string, args: string[]): number {
  const tool = join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), file)
  return spawnSync(process.execPath, [tool, ...args], { cwd: root, env, stdio: 'inherit' }).status ?? 1
}

let status = runTool('vite', 'bin/vite.js', ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'])
if (status === 0) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  status = runTool('vitest', 'vitest.mjs', ['run', ...reporters, ...process.argv.slice(2)])
  process.stdout.write(`${summary()}\n`)
}
rmSync(folder, { recursive: true })
process.exit(status)

function summary(): string {
  interface Report {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
    testResults: { status: string; assertionResults: { status: string }[] }[]
  }
  const result: Report = JSON.parse(readFileSync(report, 'utf8'))
  // a file that does not even load counts as one failure
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed'),
  )
  const failed = result.numFailedTests + broken.length
  return `${result.numPassedTests} passed, ${failed} failed, ${result.numPendingTests + result.numTodoTests} skipped`
}
