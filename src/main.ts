import { type Command, type Io, UsageTrouble } from './cli/command.ts'
import { readConfig } from './platform/config.ts'
import { Trouble } from './platform/trouble.ts'

/** Every command of `tokui`, in the order of its help. */
const commands: Record<string, () => Promise<{ command: Command }>> = {
  start: () => import('./cli/start.ts'),
  demo: () => import('./cli/demo.ts'),
  serve: () => import('./cli/serve.ts'),
  work: () => import('./cli/work.ts'),
  import: () => import('./cli/import.ts'),
  ltv: () => import('./cli/ltv.ts'),
  recommend: () => import('./cli/recommend.ts'),
  match: () => import('./cli/match.ts'),
  migrate: () => import('./cli/migrate.ts'),
  'sign-in-link': () => import('./cli/sign-in-link.ts'),
  doctor: () => import('./cli/doctor.ts'),
  dev: () => import('./cli/dev.ts'),
}

async function main(): Promise<number> {
  const [name = 'help', ...args] = process.argv.slice(2)
  if (['help', '--help', '-h'].includes(name)) return printHelp()
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!found) {
    process.stderr.write(`tokui: there is no command "${name}"\n\n`)
    await printHelp()
    return 2
  }
  const { command } = await found()
  if (args.includes('--help') || args.includes('-h')) return printUsage(command)
  try {
    return (await command.run(args, createIo())) ?? 0
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    process.stderr.write(`tokui: ${error.message}\n`)
    if (!(error instanceof UsageTrouble)) return 1
    printUsage(command)
    return 2
  }
}

function createIo(): Io {
  const config = readConfig()
  const language = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''
  return {
    config,
    say: (line) => void process.stdout.write(`${line}\n`),
    signal: stopSignal(),
    locale: language.startsWith('ja') ? 'ja' : 'en',
  }
}

/** Ctrl-C asks once, politely; asked again after a second we leave at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  let askedAt = 0
  function ask() {
    // npm and the terminal may both pass on the same key press
    if (askedAt > 0 && performance.now() - askedAt > 1000) process.exit(130)
    if (askedAt === 0) askedAt = performance.now()
    controller.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  // a worker started beside a server leaves with it, even when the server was killed
  if (process.connected) process.once('disconnect', ask)
  return controller.signal
}

async function printHelp(): Promise<number> {
  process.stdout.write('Usage: tokui COMMAND [options]\n\n')
  for (const load of Object.values(commands)) {
    const { command } = await load()
    process.stdout.write(`  ${command.name.padEnd(14)} ${command.summary}\n`)
  }
  process.stdout.write(`
Settings, as environment variables:
  TOKUI_DATA     folder of the database, uploads and exports (data)
  DATABASE_URL   a PostgreSQL 15 or newer instead of our own
  PORT           port of the web server (3000);  TOKUI_HOST its address (127.0.0.1)
  TOKUI_ORIGIN   the address people type (http://localhost:PORT)
  TOKUI_LOG      debug, info, warn, error or silent\n`)
  return 0
}

function printUsage(command: Command): number {
  process.stdout.write(`${command.summary}\n\nUsage: tokui ${command.name} ${command.usage ?? ''}\n`)
  return 0
}

process.exit(
  await main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    return 1
  }),
)
