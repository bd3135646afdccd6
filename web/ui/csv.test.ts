import { expect, test } from 'vitest'
import { csvText } from './csv.ts'

test('a spreadsheet opens it: BOM, CRLF, quotes, blank for none', () => {
  expect(
    csvText([
      ['月', '人数'],
      ['2026/11', 1204],
      ['計, "仮"', null],
    ]),
  ).toBe('\uFEFF月,人数\r\n2026/11,1204\r\n"計, ""仮""",\r\n')
})

test.each(['=1+1', '+81', '-2', '@name', '\tx'])('%s does not run as a formula', (text) => {
  expect(csvText([[text]])).toBe(`\uFEFF'${text}\r\n`)
})
