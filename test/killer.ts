import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * `node test/killer.ts FOLDER PORT ROUNDS`: runs the program and kills it, its database, or both, at moments drawn by
 * chance, as often as asked. Started again is only what a service manager would start: the program. Says a line a kill,
 * then keeps the program running until its standard input closes.
 */
const [folder = '', port = '', rounds = ''] = process.argv.slice(2)
const main = join(import.meta.dirname, '../src/main.ts')
const victims = ['program', 'database', 'both'] as const

let program = await start()
for (let round = 0; round < Number(rounds); round++) {
  await sleep(100 + Math.random() * 700)
  const victim = victims[round % victims.length]
  const database = databasePid()
  if (victim !== 'program' && database) process.kill(database, 'SIGKILL')
  if (victim !== 'database') program.kill('SIGKILL')
  process.stdout.write(`killed ${victim}\n`)
  if (victim !== 'database') {
    await once(program, 'exit')
    program = await start()
  }
  while (victim !== 'program' && databasePid() === database) await sleep(20)
  await healthy()
}
process.stdout.write('done\n')
process.stdin.resume()
await once(process.stdin, 'close')
program.kill('SIGTERM')
await once(program, 'exit')

function databasePid(): number | undefined {
  const file = join(folder, 'postgres/postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

async function start(): Promise<ChildProcess> {
  const env = { ...process.env, TOKUI_DATA: folder, PORT: port, TOKUI_LOG: 'silent' }
  const child = spawn(process.execPath, [main, 'start'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  child.once('exit', (code) => {
    // only we may end it
    if (code !== null && code !== 0) process.exit(3)
  })
  await healthy()
  return child
}

async function healthy(): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(5000) }).catch(
      () => null,
    )
    if (answer?.ok) return
    await sleep(50)
  }
}
