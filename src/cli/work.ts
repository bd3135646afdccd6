import { type Command, readOptions } from './command.ts'
import { stopRequested, withInstallation } from './installation.ts'
import { work } from './serving.ts'

export const command: Command = {
  name: 'work',
  summary: 'Do background work only: imports, exports, nightly ranking',
  async run(args, io) {
    readOptions(args, {})
    await withInstallation(io, async ({ database, pool }) => {
      const worker = await work(io, database.url, pool)
      io.say('Working. Ctrl-C stops it.')
      await stopRequested(io.signal)
      await worker.close()
    })
  },
}
