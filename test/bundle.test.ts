import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const built = join(import.meta.dirname, '../dist/web')
const assets = join(built, 'assets')
const kilobytes = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length / 1000

function scripts(): string[] {
  if (!existsSync(assets)) throw new Error('dist/web is not there: npm run build first')
  return readdirSync(assets).filter((name) => name.endsWith('.js'))
}

test('what loads before the first screen stays within 220 kB', () => {
  scripts()
  const page = readFileSync(join(built, 'index.html'), 'utf8')
  const first = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => join(built, path as string))
  expect(first.length).toBeGreaterThan(1)
  expect(first.reduce((sum, file) => sum + kilobytes(file), 0)).toBeLessThanOrEqual(220)
})

test('no part that loads later is heavier than the charts may be, 270 kB', () => {
  const heavy = scripts().filter((name) => kilobytes(join(assets, name)) > 270)
  expect(heavy).toEqual([])
})

test('the script for the pages of shops stays within 5 kB', () => {
  expect(kilobytes(join(built, 't.js'))).toBeLessThanOrEqual(5)
})

test('nothing in it asks another server for anything', () => {
  const page = readFileSync(join(built, 'index.html'), 'utf8')
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  for (const name of readdirSync(assets).filter((file) => file.endsWith('.css'))) {
    expect(readFileSync(join(assets, name), 'utf8')).not.toMatch(/url\(["']?(?:https?:)?\/\/|@import/)
  }
})
