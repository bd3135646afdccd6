import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { csvEncoder, csvLine } from './csv.ts'

test.each([
  [['0012', '090-1234-5678', 1200, -300, null, true], '0012,090-1234-5678,1200,-300,,1\r\n'],
  [['山田, 太郎', '彼の"店"', '二行\nある'], '"山田, 太郎","彼の""店""","二行\nある"\r\n'],
  [['=1+1', '+cmd', '-x', '@SUM(A1)', '＝1', '\tx'], "'=1+1,'+cmd,'-x,'@SUM(A1),'＝1,'\tx\r\n"],
  [['-1,200', '+819012345678', '3.5'], '"-1,200",+819012345678,3.5\r\n'],
  [[['紹介', 'VIP']], '紹介、VIP\r\n'],
])('%j', (cells, line) => expect(csvLine(cells)).toBe(line))

test('CP932 keeps what Windows has, and counts what it has not', () => {
  const encoder = csvEncoder('cp932')
  const bytes = encoder.encode('髙﨑①㈱〜−?\r\n𠮷𠮷é💐\n')
  expect(iconv.decode(bytes, 'cp932')).toBe('髙﨑①㈱～－?\r\n〓〓〓〓\n')
  expect(encoder.unmappable()).toEqual([
    { character: '𠮷', codePoint: 'U+20BB7', count: 2 },
    { character: 'é', codePoint: 'U+00E9', count: 1 },
    { character: '💐', codePoint: 'U+1F490', count: 1 },
  ])
})
