/**
 * `npm run lock`, after adding a package: npm leaves optional packages of other platforms out of the lock file when the
 * registry at hand does not have them, and `npm ci` then refuses the lock. This writes them in, by name and version.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Locked {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  optionalDependencies?: Record<string, string>
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix']
const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }

for (const [path, locked] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
    const places = [`${path}/node_modules/${name}`, `node_modules/${name}`]
    const isPlatform = /-(x64|x86|arm|arm64|ia32|wasm32|riscv64|ppc64|s390x|loong64|mips64el|eabi)?/.test(name)
    if (!isPlatform || places.some((place) => lock.packages[place]) || !/^\d/.test(version)) continue
    const words = name.split(/[/-]/)
    const os = systems.filter((system) => words.includes(system))
    // what has no system of its own (wasm32-wasi) is never wanted by name
    const entry = { version, ...(locked.dev ? { dev: true } : {}), optional: true }
    const cpu = words.filter((word) => /^(x64|arm|arm64|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32)$/.test(word))
    const libc = words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {}
    lock.packages[`node_modules/${name}`] = {
      ...entry,
      ...(os.length ? { os } : {}),
      cpu: cpu.length ? cpu : ['none'],
      ...libc,
    }
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
