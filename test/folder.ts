import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new temporary folder that others may pass through, so that PostgreSQL's own user can when root runs the tests. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `tokui-${name}-`))
  chmodSync(folder, 0o711)
  return folder
}
