import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs a program, a module's text that says `process.send('ready')` before its work, in a process of its own, and kills
 * it so many milliseconds after that. True when it had ended well before.
 */
export async function runAndKill(program: string, milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = new Promise<boolean>((resolve) => child.once('exit', (code) => resolve(code === 0)))
  await Promise.race([once(child, 'message'), gone])
  await Promise.race([sleep(milliseconds), gone])
  child.kill('SIGKILL')
  return gone
}
