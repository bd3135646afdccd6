import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs a program, a module's text that says `process.send('ready')` before its work, in a process of its own, and kills
 * it so many milliseconds after that. True when it had ended well before; one that fails by itself is an error.
 */
export async function runAndKill(program: string, milliseconds: number): Promise<boolean> {
  // a file: threads that the program starts would not take the options of a text on the command line
  const folder = mkdtempSync(join(tmpdir(), 'tokui-program-'))
  try {
    const file = join(folder, 'program.mjs')
    writeFileSync(file, program)
    const child = fork(file, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
    await Promise.race([once(child, 'message'), gone])
    await Promise.race([sleep(milliseconds), gone])
    child.kill('SIGKILL')
    const code = await gone
    if (code !== null && code !== 0) throw new Error(`the program ended with ${code}`)
    return code === 0
  } finally {
    rmSync(folder, { recursive: true })
  }
}
