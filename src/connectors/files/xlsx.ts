import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import yauzl from 'yauzl'
import { Refusal } from '../../platform/http/refusal.ts'
import { excelText, formatKinds, type NumberKind } from './xlsx-formats.ts'

/** A workbook is a zip of XML: both can lie about their size. What is read stays within these bounds. */
const limits = {
  entries: 5_000,
  /** shared texts are the only part that must be held in memory */
  sharedBytes: 64 * 1024 * 1024,
  sheetBytes: 1024 * 1024 * 1024,
  /** unpacked ÷ packed; real sheets stay below 60 */
  ratio: 200,
  ratioFrom: 4 * 1024 * 1024,
  columns: 2_000,
}

export interface Workbook {
  sheets: string[]
  /** Reads one sheet row by row; stops early when `onRow` returns false. */
  read(sheet: string, onRow: (cells: string[], number: number) => boolean | Promise<boolean>): Promise<void>
  close(): void
}

export async function openWorkbook(path: string): Promise<Workbook> {
  const zip = await openZip(path)
  const entries = await listEntries(zip)
  const part = (name: string) => entries.get(name)
  const book = part('xl/workbook.xml')
  if (!book || !part('[Content_Types].xml')) {
    zip.close()
    throw new Refusal('unreadable-file', { reason: 'compressed' })
  }
  const { sheets, from1904 } = await readBook(zip, book, part('xl/_rels/workbook.xml.rels'))
  const formats = await readFormats(zip, part('xl/styles.xml'))
  let shared: string[] | undefined
  return {
    sheets: sheets.map((sheet) => sheet.name),
    async read(name, onRow) {
      const sheet = sheets.find((each) => each.name === name) ?? sheets[0]
      const entry = sheet && part(sheet.path)
      if (!entry) throw new Refusal('unreadable-file', { reason: 'no-sheet' })
      shared ??= await readShared(zip, part('xl/sharedStrings.xml'))
      await readSheet(zip, entry, { shared, formats, from1904 }, onRow)
    },
    close: () => zip.close(),
  }
}

function openZip(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
      if (error) reject(new Refusal('unreadable-file', { reason: 'broken-xlsx' }))
      else resolve(zip)
    })
  })
}

function listEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > limits.entries) throw new Refusal('unreadable-file', { reason: 'too-large-when-unpacked' })
  return new Promise((resolve, reject) => {
    const entries = new Map<string, yauzl.Entry>()
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.once('end', () => resolve(entries))
    zip.once('error', () => reject(new Refusal('unreadable-file', { reason: 'broken-xlsx' })))
    zip.readEntry()
  })
}

/** Feeds one part to a parser, cut off as soon as it unpacks to more than it may. */
async function parsePart(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  maxBytes: number,
  parser: SaxesParser,
  pause?: () => Promise<boolean>,
): Promise<void> {
  const tooLarge = () => new Refusal('unreadable-file', { reason: 'too-large-when-unpacked' })
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
  if (entry.uncompressedSize > maxBytes) throw tooLarge()
  if (entry.uncompressedSize > limits.ratioFrom && ratio > limits.ratio) throw tooLarge()
  const stream = await openEntry(zip, entry)
  const text = new TextDecoder('utf-8')
  let bytes = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw tooLarge()
      parser.write(text.decode(chunk, { stream: true }))
      if (pause && !(await pause())) return
    }
    parser.write(text.decode()).close()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('unreadable-file', { reason: 'broken-xlsx' })
  } finally {
    stream.destroy()
  }
}

function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(new Refusal('unreadable-file', { reason: 'broken-xlsx' }))
      else resolve(stream)
    })
  })
}

type Sheet = { name: string; path: string }

async function readBook(zip: yauzl.ZipFile, book: yauzl.Entry, rels: yauzl.Entry | undefined) {
  const targets = new Map<string, string>()
  if (rels) {
    const parser = new SaxesParser()
    parser.on('opentag', (tag) => {
      const { Id, Target } = tag.attributes
      if (Id && Target) targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    })
    await parsePart(zip, rels, 1_000_000, parser)
  }
  const sheets: (Sheet & { hidden: boolean })[] = []
  let from1904 = false
  const parser = new SaxesParser()
  parser.on('opentag', (tag) => {
    const name = localName(tag.name)
    if (name === 'workbookPr') from1904 = /^(1|true)$/.test(tag.attributes.date1904 ?? '')
    if (name !== 'sheet') return
    const path = targets.get(tag.attributes['r:id'] ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`
    sheets.push({ name: tag.attributes.name ?? '', path, hidden: (tag.attributes.state ?? 'visible') !== 'visible' })
  })
  await parsePart(zip, book, 4_000_000, parser)
  const visible = sheets.filter((sheet) => !sheet.hidden)
  return { sheets: visible.length > 0 ? visible : sheets, from1904 }
}

async function readFormats(zip: yauzl.ZipFile, styles: yauzl.Entry | undefined): Promise<NumberKind[]> {
  if (!styles) return []
  const codes = new Map<number, string>()
  const used: number[] = []
  let inCells = false
  const parser = new SaxesParser()
  parser.on('opentag', (tag) => {
    const name = localName(tag.name)
    if (name === 'numFmt') codes.set(Number(tag.attributes.numFmtId), tag.attributes.formatCode ?? '')
    if (name === 'cellXfs') inCells = true
    if (name === 'xf' && inCells) used.push(Number(tag.attributes.numFmtId ?? 0))
  })
  parser.on('closetag', (tag) => {
    if (localName(tag.name) === 'cellXfs') inCells = false
  })
  await parsePart(zip, styles, 16_000_000, parser)
  return formatKinds(used, codes)
}

async function readShared(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined): Promise<string[]> {
  if (!entry) return []
  const texts: string[] = []
  const parser = new SaxesParser()
  let text = ''
  let inText = false
  let phonetic = 0
  parser.on('opentag', (tag) => {
    const name = localName(tag.name)
    if (name === 'si') text = ''
    // readings that Excel keeps beside Japanese text are not part of the cell
    if (name === 'rPh') phonetic += 1
    inText = name === 't' && phonetic === 0
  })
  parser.on('text', (part) => {
    if (inText) text += part
  })
  parser.on('closetag', (tag) => {
    const name = localName(tag.name)
    if (name === 't') inText = false
    if (name === 'rPh') phonetic -= 1
    if (name === 'si') texts.push(text)
  })
  await parsePart(zip, entry, limits.sharedBytes, parser)
  return texts
}

interface SheetContext {
  shared: string[]
  formats: NumberKind[]
  from1904: boolean
}

async function readSheet(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  context: SheetContext,
  onRow: (cells: string[], number: number) => boolean | Promise<boolean>,
): Promise<void> {
  const ready: { cells: string[]; number: number }[] = []
  let row: { cells: string[]; number: number } = { cells: [], number: 0 }
  let cell = { column: 0, type: '', style: 0, value: '' }
  let inValue = false
  const parser = new SaxesParser()
  parser.on('opentag', (tag) => {
    const name = localName(tag.name)
    if (name === 'row') row = { cells: [], number: Number(tag.attributes.r ?? row.number + 1) }
    else if (name === 'c') {
      const column = columnOf(tag.attributes.r) ?? row.cells.length
      if (column >= limits.columns) {
        throw new Refusal('unreadable-file', { reason: 'too-many-columns', max: limits.columns })
      }
      cell = { column, type: tag.attributes.t ?? '', style: Number(tag.attributes.s ?? 0), value: '' }
    } else inValue = name === 'v' || name === 't'
  })
  parser.on('text', (text) => {
    if (inValue) cell.value += text
  })
  parser.on('closetag', (tag) => {
    const name = localName(tag.name)
    if (name === 'v' || name === 't') inValue = false
    else if (name === 'c') {
      while (row.cells.length < cell.column) row.cells.push('')
      row.cells[cell.column] = cellText(cell, context)
    } else if (name === 'row') ready.push(row)
  })
  const deliver = async () => {
    for (const each of ready.splice(0)) if (!(await onRow(each.cells, each.number))) return false
    return true
  }
  await parsePart(zip, entry, limits.sheetBytes, parser, deliver)
  await deliver()
}

function cellText(cell: { type: string; style: number; value: string }, context: SheetContext): string {
  if (cell.type === 's') return context.shared[Number(cell.value)] ?? ''
  if (cell.type === '' || cell.type === 'n') return excelText(cell.value, context.formats[cell.style], context.from1904)
  if (cell.type === 'b') return cell.value === '1' ? 'TRUE' : 'FALSE'
  return cell.type === 'e' ? '' : cell.value
}

/** `AB12` → 27 */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return undefined
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
