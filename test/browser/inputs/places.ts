import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Locator } from 'playwright-core'
import { build, type Plugin } from 'vite'

const root = join(import.meta.dirname, '../../..')
const web = join(root, 'web')

/** A component as the tests name it: `customers/list/AddDialog.tsx AddDialog`. */
export type Place = string

const component = /^(?:export )?function ([A-Z]\w*)/gm
/** what people type into, as it stands in the source of a screen, with its type arguments */
const input =
  /<(?:TextField|TextArea|NumberField|SearchBox|ComboBox|InlineEdit|DatePicker|BirthdayField|Input|textarea|input(?!\s+type="(?:hidden|radio)"))\b(?:<[^<>]*>)?/g

/** The components in the source of a screen, each with its own text. */
function componentsIn(file: string, text: string): { place: Place; start: number; body: string }[] {
  const starts = [...text.matchAll(component)]
  return starts.map(({ index, 1: name }, nth) => ({
    place: `${file} ${name}`,
    start: index,
    body: text.slice(index, starts[nth + 1]?.index),
  }))
}

const isScreen = (file: string) => file.endsWith('.tsx') && !file.startsWith('ui/')

/** Components of the screens that draw a field one types into, or whatever `drawn` looks for. */
export function componentsWithInputs(drawn: RegExp = input): Place[] {
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(isScreen)
  return files.toSorted().flatMap((file) =>
    componentsIn(file, readFileSync(join(web, file), 'utf8'))
      .filter(({ body }) => body.search(drawn) >= 0)
      .map(({ place }) => place),
  )
}

/** The web app built with a label on every field, in whose source it stands; returns its folder. */
export async function buildLabelled(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tokui-labelled-'))
  // people get React's build for production; the test runner says `test`
  const { NODE_ENV: former } = process.env
  process.env.NODE_ENV = 'production'
  await build({
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [labels()],
    build: { outDir: folder, emptyOutDir: true },
  })
  process.env.NODE_ENV = former
  return folder
}

function labels(): Plugin {
  return {
    name: 'labels',
    enforce: 'pre',
    transform(code, id) {
      const file = relative(web, id)
      if (!id.startsWith(web) || !isScreen(file)) return null
      const [first, ...others] = componentsIn(file, code)
      const labelled = [first, ...others].map(
        (one) => one?.body.replace(input, (tag) => `${tag} data-place="${one.place}"`) ?? '',
      )
      return { code: code.slice(0, first?.start) + labelled.join(''), map: null }
    },
  }
}

interface Fiber {
  return: Fiber | null
  memoizedProps: Record<string, unknown> | null
}

/** The component of a screen in whose source this field stands. */
export function placeOf(field: Locator): Promise<Place | undefined> {
  return field.evaluate((node) => {
    const key = Object.keys(node).find((name) => name.startsWith('__reactFiber$')) ?? ''
    let fiber = (node as unknown as Record<string, Fiber | null>)[key] ?? null
    for (; fiber; fiber = fiber.return) {
      const place = fiber.memoizedProps?.['data-place']
      if (typeof place === 'string') return place
    }
    return undefined
  })
}
