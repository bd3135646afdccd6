import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** What `npm run check` runs: everything that can be judged without running the program. All of it, then the verdict. */
const root = join(import.meta.dirname, '..')
const checks: [name: string, command: string, ...args: string[]][] = [
  ['types', 'tsc', '-p', '.'],
  ['lint', 'oxlint', '--type-aware', 'src', 'web', 'test', 'bench', 'bin'],
  ['format', 'biome', 'check', '.'],
  ['dead code', 'knip'],
  ['house, words', 'vitest', 'run', '--project', 'unit', 'src/house.test.ts', 'web/words.test.ts'],
]

const failed: string[] = []
for (const [name, command, ...args] of checks) {
  const started = performance.now()
  const { status } = spawnSync(join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit' })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`)
  if (status !== 0) failed.push(name)
}
process.stdout.write(failed.length > 0 ? `Not good: ${failed.join(', ')}\n` : 'All good\n')
process.exit(failed.length > 0 ? 1 : 0)
