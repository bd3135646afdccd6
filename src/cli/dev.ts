import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, readOptions } from './command.ts'
import { stopRequested, withInstallation } from './installation.ts'

export const command: Command = {
  name: 'dev',
  summary: 'Run everything for development: restarts on changes, serves the web app unbuilt',
  async run(args, io) {
    readOptions(args, {})
    // the database stays up while the server restarts
    await withInstallation(io, async ({ database }) => {
      const root = fileURLToPath(new URL('../..', import.meta.url))
      const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
      const env = { ...process.env, DATABASE_URL: database.url, TOKUI_DATA: io.config.dataFolder }
      const children = [
        spawn(process.execPath, ['--watch', '--watch-preserve-output', 'src/main.ts', 'start'], {
          cwd: root,
          env,
          stdio: 'inherit',
        }),
        spawn(process.execPath, [vite, '--config', 'web/vite.config.ts'], { cwd: root, env, stdio: 'inherit' }),
      ]
      await Promise.race([stopRequested(io.signal), ...children.map(gone)])
      for (const child of children) child.kill('SIGTERM')
      await Promise.all(children.map(gone))
    })
  },
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise((resolve) => child.once('exit', resolve))
}
