import { expect, test } from 'vitest'
import { judgePaste } from './pasted.ts'

const rows = (count: number, row = '1\t佐藤 花子') => `番号\t氏名\n${`${row}\n`.repeat(count)}`

test.each([
  ['a heading and a row', rows(1), null],
  ['one column', '会員番号\r\n1\r\n2\r\n', null],
  ['five thousand rows and their heading', rows(5_000), null],
  ['one row more', rows(5_001), 'too-large'],
  ['rows of which each holds a line break in quotes', rows(5_000, '1\t"一行目\n二行目と""引用"""'), null],
  ['more than 5 MB in few rows', rows(10, 'あ'.repeat(200_000)), 'too-large'],
  ['one cell', '佐藤 花子', 'no-table'],
  ['a heading alone', '番号\t氏名\n', 'no-table'],
  ['nothing', ' \n\t', 'empty'],
])('%s', (_what, text, verdict) => {
  expect(judgePaste(text)).toBe(verdict)
})
