import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, test } from 'vitest'
import { sniffer } from './encoding.ts'
import { detectFormat, type FileFormat, firstRows, readRows } from './read.ts'
import { scanner } from './scan.ts'
import { csvBytes, csvLine } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokui-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

function sniff(bytes: Buffer, size = 7) {
  const watch = sniffer()
  for (let at = 0; at < bytes.length; at += size) watch.write(bytes.subarray(at, at + size))
  return watch.finish()
}

function reasonOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return (error as { detail?: { reason?: string } }).detail?.reason
  }
  return 'accepted'
}

const japanese = '会員ID,お名前(姓),電話\n1,髙橋,090-1234-5678\n2,ﾔﾏﾀﾞ,\n3,さくら商店㈱①,03\n'

describe('encodings', () => {
  test.each(['utf-8', 'cp932', 'euc-jp'] as const)('%s is recognised whatever the chunks', (encoding) => {
    const text = encoding === 'euc-jp' ? japanese.replace('髙', '高').replace(/[㈱①]/g, '') : japanese
    expect(sniff(iconv.encode(text, encoding === 'euc-jp' ? 'eucjp' : encoding))).toEqual({ type: 'text', encoding })
  })

  test('marks at the start, and Japanese that comes late', () => {
    expect(sniff(Buffer.from(`\ufeff${japanese}`))).toEqual({ type: 'text', encoding: 'utf-8' })
    expect(sniff(iconv.encode(japanese, 'utf-16le', { addBOM: true }))).toEqual({ type: 'text', encoding: 'utf-16le' })
    const late = Buffer.concat([Buffer.from('a,b\n'.repeat(300_000)), iconv.encode(japanese, 'cp932')])
    expect(sniff(late, 65_536)).toEqual({ type: 'text', encoding: 'cp932' })
  })

  test.each([
    ['empty', Buffer.alloc(0)],
    ['binary', Buffer.from('a,b\0c\n')],
    ['binary', Buffer.from('%PDF-1.7\n')],
    ['compressed', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['old-excel', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
    ['unknown-encoding', Buffer.from([0x61, 0xff, 0xff, 0xfd, 0x0a, 0xff, 0xfe, 0x80, 0xff, 0x0a])],
  ])('%s is refused', (reason, bytes) => {
    expect(reasonOf(() => sniff(bytes))).toBe(reason)
  })
})

function scanAll(text: string, size = 3): string[][] {
  const rows: string[][] = []
  const scan = scanner({ delimiter: ',' }, (cells) => rows.push(cells))
  for (let at = 0; at < text.length; at += size) scan.push(text.slice(at, at + size))
  scan.end()
  return rows
}

describe('separated values', () => {
  test('quotes, line ends and empty cells, however the text is cut', () => {
    const text = 'a,"b ""x"", y",\r\n"line\nbreak",,c\r,,\n"php \\" quote",z,"5" inch"\nlast,,'
    const rows = [
      ['a', 'b "x", y', ''],
      ['line\nbreak', '', 'c'],
      ['', '', ''],
      ['php \\" quote', 'z', '5" inch'],
      ['last', '', ''],
    ]
    for (const size of [1, 2, 3, 5, 1000]) expect(scanAll(text, size)).toEqual(rows)
  })

  test('columns that are not wanted are left empty', () => {
    const rows: string[][] = []
    const scan = scanner({ delimiter: ',', wanted: new Set([1]) }, (cells) => rows.push(cells))
    scan.push('a,b,"c"\n')
    expect(rows).toEqual([['', 'b', '']])
  })

  test.each([
    ['unclosed-quote', 'a,b\n"c,d\ne,f\n'],
    ['unclosed-quote', 'a,b\n"c,d\n"e",f\n'],
    ['too-many-columns', ','.repeat(1_000_000)],
    ['line-too-long', 'x'.repeat(5_000_000)],
    ['unclosed-quote', `"${'x\n'.repeat(3_000_000)}`],
  ])('%s is refused', (reason, text) => {
    expect(reasonOf(() => scanAll(text, 65_536))).toBe(reason)
  })
})

function fileOf(name: string, bytes: Buffer | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

describe('files', () => {
  const known = (cells: string[]) => cells.filter((cell) => ['注文番号', '金額'].includes(cell)).length

  test('delimiter and header row are found below a title', async () => {
    const path = fileOf('a.tsv', '売上一覧\t\n\n注文番号\t金額\tメモ\n001\t1,200\tx\n')
    const format = await detectFormat(path, { type: 'text', encoding: 'utf-8' }, known)
    expect(format).toEqual({ type: 'text', encoding: 'utf-8', delimiter: '\t', headerRow: 3 })
    expect((await firstRows(path, format, 9)).map((row) => row.number)).toEqual([1, 3, 4])
  })

  test('a workbook keeps leading zeros, dates and numbers as they are shown', async () => {
    const path = fileOf('a.xlsx', workbook())
    const format = await detectFormat(path, { type: 'xlsx' }, known)
    expect(format).toMatchObject({ type: 'xlsx', sheets: ['売上'], headerRow: 1 })
    const rows = await firstRows(path, format, 9)
    expect(rows.map((row) => row.cells)).toEqual([
      ['注文番号', '金額', '日付', '郵便番号'],
      ['0012', '4900000000001', '2023-03-15', '0600001'],
      ['直接', '', '2023-03-15 12:00:00', ''],
    ])
  })

  test('a zip bomb, a broken workbook and another zip are refused', async () => {
    const bomb = zip({ ...sheetParts(), 'xl/worksheets/sheet1.xml': Buffer.alloc(80_000_000, ' ') })
    for (const [reason, bytes] of [
      ['too-large-when-unpacked', bomb],
      ['broken-xlsx', workbook().subarray(0, 300)],
      ['compressed', zip({ 'a.txt': Buffer.from('x') })],
    ] as const) {
      const failure = detectFormat(fileOf('bad.xlsx', bytes), { type: 'xlsx' }, known)
      await expect(failure).rejects.toMatchObject({ code: 'unreadable-file', detail: { reason } })
    }
  })

  test('reading stops when asked', async () => {
    const path = fileOf('long.csv', 'a,b\n'.repeat(200_000))
    const format: FileFormat = { type: 'text', encoding: 'utf-8', delimiter: ',', headerRow: 1 }
    let batches = 0
    await readRows(path, format, async () => ++batches < 2)
    expect(batches).toBe(2)
  })
})

test('what is written cannot run as a formula, and says 〓 where CP932 has no character', () => {
  expect(csvLine(['=1+1', '-5', '@x', 'a"b', '090'])).toBe(`'=1+1,-5,'@x,"a""b",090\r\n`)
  expect(csvBytes('a', 'utf-8', true).toString('hex')).toBe('efbbbf61')
  expect(iconv.decode(csvBytes('髙😀?', 'cp932', true), 'cp932')).toBe('髙〓?')
})

function sheetParts(): Record<string, Buffer> {
  const xml = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)
  return {
    '[Content_Types].xml': xml('<Types/>'),
    'xl/workbook.xml': xml(
      '<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="控え" state="hidden" r:id="r2"/><sheet name="売上" r:id="r1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': xml(
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/styles.xml': xml(
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0000000"/><numFmt numFmtId="165" formatCode="[$-411]ge&quot;年&quot;m&quot;月&quot;d"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/><xf numFmtId="164"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    ),
    'xl/sharedStrings.xml': xml(
      '<sst><si><t>注文番号</t></si><si><r><t>金</t></r><r><t>額</t></r><rPh><t>キンガク</t></rPh></si><si><t>日付</t></si><si><t>0012</t></si></sst>',
    ),
    'xl/worksheets/sheet1.xml': xml(
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><t>郵便番号</t></is></c></row>' +
        '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>4.900000000001E12</v></c><c r="C2" s="1"><v>45000</v></c><c r="D2" s="2"><v>600001</v></c></row>' +
        '<row r="3"/><row r="4"><c r="A4" t="str"><v>直接</v></c><c r="C4" s="3"><v>45000.5</v></c><c r="D4" t="e"><v>#N/A</v></c></row></sheetData></worksheet>',
    ),
  }
}

function workbook(): Buffer {
  return zip(sheetParts())
}

/** A zip archive of deflated parts, as small as the format allows. */
function zip(parts: Record<string, Buffer>): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, data] of Object.entries(parts)) {
    const packed = deflateRawSync(data)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x800, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(data.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, place, Buffer.from(name))
    files.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(parts).length, 4)
  end.writeUInt16LE(Object.keys(parts).length, 6)
  end.writeUInt32LE(index.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, index, Buffer.from('PK\x05\x06'), end])
}
