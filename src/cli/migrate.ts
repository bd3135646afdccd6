import { migrate } from '../platform/db/migrate.ts'
import { openDatabase } from '../platform/db/open.ts'
import { type Command, readOptions } from './command.ts'

export const command: Command = {
  name: 'migrate',
  summary: 'Bring the database schema up to date',
  async run(args, io) {
    readOptions(args, {})
    const database = await openDatabase(io.config, io.say)
    try {
      const applied = await migrate(database.url, new Date())
      io.say(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The database is up to date.')
    } finally {
      await database.stop()
    }
  },
}
