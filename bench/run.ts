import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/platform/config.ts'
import { type Bench, type Options, openMachinery } from './machinery.ts'

/** `npm run -s bench -- NAME [--customers N] …`: runs bench/NAME.ts and prints one JSON line. */
const notBenches = ['run.ts', 'machinery.ts', 'shop.ts']
const [name = '', ...args] = process.argv.slice(2)
const file = join(import.meta.dirname, `${name}.ts`)
if (!/^[a-z0-9-]+$/.test(name) || notBenches.includes(`${name}.ts`) || !existsSync(file)) {
  const names = readdirSync(import.meta.dirname).filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts'))
  const known = names.filter((one) => !notBenches.includes(one)).map((one) => one.replace('.ts', ''))
  process.stderr.write(`Usage: npm run -s bench -- NAME [--customers N] …\nBenchmarks: ${known.join(', ')}\n`)
  process.exit(2)
}

const bench: Bench = await import(file)
const options = readOptions(bench.defaults)
const machinery = await openMachinery(readConfig().dataFolder)
try {
  const figures = await bench.run(options, machinery)
  const { size, seconds, baselineSeconds, ...more } = figures
  const ratio = Number((seconds / baselineSeconds).toFixed(3))
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}`
  const line = { bench: name, ...options, size, seconds, baselineSeconds, ratio, ...more, machine }
  process.stdout.write(`${JSON.stringify(line, rounded)}\n`)
} finally {
  await machinery.close()
}

function readOptions(defaults: Options): Options {
  const declared = Object.fromEntries(Object.keys(defaults).map((key) => [key, { type: 'string' as const }]))
  try {
    const given = parseArgs({ args, options: declared }).values
    const numbers = Object.entries(given).map(([key, text]) => {
      const value = Number(String(text).replaceAll(/[,_]/g, ''))
      if (!Number.isFinite(value)) throw new Error(`--${key} must be a number, not "${text}"`)
      return [key, value]
    })
    return { ...defaults, ...Object.fromEntries(numbers) }
  } catch (error) {
    const known = Object.entries(defaults).map(([key, value]) => `[--${key} ${value}]`)
    process.stderr.write(`${(error as Error).message}\nUsage: npm run -s bench -- ${name} ${known.join(' ')}\n`)
    process.exit(2)
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value
}
