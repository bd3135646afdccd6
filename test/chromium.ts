import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The Chromium of this machine: the one CHROMIUM_PATH names, the system's, or Playwright's own. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  return [...usualPlaces, chromium.executablePath()].find((path) => existsSync(path))
}

/** Finds Chromium or installs it: Debian's package, with a Japanese font, where we may; else Playwright's. */
export function ensureChromium(say: (line: string) => void): string {
  const found = findChromium()
  if (found) return found
  for (const install of [installByApt, installByPlaywright]) {
    install(say)
    const installed = findChromium()
    if (installed) return installed
  }
  throw new Error(
    'The browser tests need Chromium and it could not be installed here. Install it (Debian: apt-get install chromium fonts-noto-cjk), or name it: CHROMIUM_PATH=/path/to/chromium npm test',
  )
}

function installByApt(say: (line: string) => void): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  say('Installing chromium and fonts-noto-cjk with apt-get …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'], env }
  spawnSync('apt-get', ['update', '-q'], options)
  spawnSync('apt-get', ['install', '-qy', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], options)
}

function installByPlaywright(say: (line: string) => void): void {
  say("Installing Playwright's Chromium …")
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
