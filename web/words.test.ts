import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusalStatus } from '../src/platform/http/refusal.ts'
import { ja as shared } from './words.ja.ts'

const files = globSync('**/words.{ja,en}.ts', { cwd: import.meta.dirname }).sort()

/** Every text of a words file by its key; functions are given plausible values. */
function textsOf(words: unknown, path: string): [string, string][] {
  if (typeof words === 'string') return [[path, words]]
  // numbers serve as texts too, so a function of either kind makes its sentence
  if (typeof words === 'function') return textsOf(words(...Array.from({ length: words.length }, () => 2)), path)
  if (Array.isArray(words)) return words.flatMap((one, index) => textsOf(one, `${path}.${index}`))
  return Object.entries(words ?? {}).flatMap(([key, value]) => textsOf(value, path ? `${path}.${key}` : key))
}

async function textsIn(file: string): Promise<[string, string][]> {
  const language = file.endsWith('ja.ts') ? 'ja' : 'en'
  return textsOf((await import(join(import.meta.dirname, file)))[language], '')
}

/** What the style guide rules out in Japanese, and what to write instead. */
const rules: [pattern: RegExp, why: string][] = [
  [/することが(でき|出来)/, '「〜できます」と書く'],
  [/クリック/, '「押す」と書く'],
  [/リロード/, '「再読み込み」と書く'],
  [/遷移/, '「移動」と書く'],
  [/こちら/, '行き先の名前を書く'],
  [/不正な/, '何が違うかを書く'],
  [/[ぁ-んァ-ヶ一-龠] [A-Za-z]|[A-Za-z] [ぁ-んァ-ヶ一-龠]/, '和文と英数の間を空けない'],
  [/[０-９Ａ-Ｚａ-ｚ]/, '英数は半角で書く'],
  [/[?!]/, '「？」「！」は全角で書く'],
  [/？[^　」）]/, '「？」の後は全角空白'],
]

test.each(files.filter((file) => file.endsWith('ja.ts')))('%s keeps to the style guide', async (file) => {
  // lists of words to be found by are no sentences
  const sentences = (await textsIn(file)).filter(([key]) => !key.endsWith('.also'))
  const breaches = sentences.flatMap(([key, text]) =>
    rules.filter(([pattern]) => pattern.test(text)).map(([, why]) => `${key}「${text}」 ${why}`),
  )
  expect(breaches).toEqual([])
})

test.each(files.filter((file) => file.endsWith('en.ts')))('%s has no Japanese left in it', async (file) => {
  const left = (await textsIn(file)).filter(([, text]) => /[ぁ-んァ-ヶ一-龠。、]/.test(text.replaceAll(/日本語/g, '')))
  expect(left).toEqual([])
})

/** a name needs no word before it, people no unit in English */
const leftOut = new Set(['matched.name', 'people'])

test.each(files)('%s has no empty text but where a word is left out on purpose', async (file) => {
  expect((await textsIn(file)).filter(([key, text]) => text.trim() === '' && !leftOut.has(key))).toEqual([])
})

test('every refusal has its sentence', () => {
  expect(Object.keys(refusalStatus).filter((code) => !(code in shared.problems))).toEqual([])
})
