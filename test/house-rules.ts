import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const mostLines = 400
const sources = /\.(tsx?|css)$/
/** tests look behind doors, and at the whole house */
const tests = /\.(test|e2e)\.tsx?$/

/** The rooms as HOUSE.md lists them, lowest floor first. */
export function roomsOf(map: string): string[] {
  return [...map.matchAll(/^\| `(\w+)\/` \|/gm)].map((row) => row[1] as string)
}

/** Every breach of the rules of the house under `root`, a sentence each. */
export function breachesOf(root: string, rooms: string[]): string[] {
  return ['src', 'web'].flatMap((side) =>
    filesUnder(join(root, side)).flatMap((file) => {
      const text = readFileSync(file, 'utf8')
      const from = relative(root, file)
      const imports = [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*'(\.[^']+)'/g)].map((found) =>
        relative(root, resolve(dirname(file), found[1] as string)),
      )
      const lines = text.split('\n').length - 1
      return [
        ...(lines > mostLines ? [`${from} has ${lines} lines, more than ${mostLines}`] : []),
        ...imports.flatMap((to) => breachOf(from, to, rooms) ?? []),
      ]
    }),
  )
}

function breachOf(from: string, to: string, rooms: string[]): string | undefined {
  const [fromSide, fromRoom = ''] = from.split('/')
  const [toSide, toRoom = '', ...inside] = to.split('/')
  const door = inside.join('/') === 'index.ts'
  const contract = inside.at(-1) === 'contract.ts'
  if (toSide !== 'src' || from === to || tests.test(from)) return undefined
  if (fromSide === 'web') return contract ? undefined : `${from} imports ${to}: the web knows contracts only`
  if (fromRoom === toRoom) return undefined
  const fromFloor = rooms.indexOf(fromRoom)
  const toFloor = rooms.indexOf(toRoom)
  // what belongs to no room (main, server, cli) stands on the roof and sees every door
  if (fromFloor >= 0 && (toFloor < 0 || toFloor > fromFloor)) return `${from} imports ${to}: upward`
  const contractsAmongThemselves = contract && from.endsWith('contract.ts')
  if (toFloor > 0 && !door && !contractsAmongThemselves) return `${from} imports ${to}: through the side, not index.ts`
  return undefined
}

function filesUnder(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => sources.test(name))
    .map((name) => join(folder, name))
    .sort()
}
