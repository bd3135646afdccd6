import { type Command, readOptions } from './command.ts'
import { withInstallation } from './installation.ts'
import { runEverything } from './serving.ts'

export const command: Command = {
  name: 'start',
  summary: 'Run everything on this machine: database, background work, web',
  async run(args, io) {
    readOptions(args, {})
    await withInstallation(io, async (installation) => {
      const isNew = installation.company.version === 0
      await runEverything(io, installation, isNew ? ['First visit: create the administrator there.'] : [])
    })
  },
}
