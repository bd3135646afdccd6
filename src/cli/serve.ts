import { type Command, readOptions } from './command.ts'
import { stopRequested, withInstallation } from './installation.ts'
import { serveHttp } from './serving.ts'

export const command: Command = {
  name: 'serve',
  summary: 'Answer over HTTP only; run `tokui work` beside it',
  async run(args, io) {
    readOptions(args, {})
    await withInstallation(io, async ({ database, pool }) => {
      const server = await serveHttp(io, database.url, pool)
      io.say(`Tokui: ${io.config.origin}`)
      await stopRequested(io.signal)
      await server.close()
    })
  },
}
