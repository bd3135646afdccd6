import { useState } from 'react'
import { importKinds } from '../../src/connectors/imports/contract.ts'
import { Notice } from '../ui/Badge.tsx'
import { Select } from '../ui/Choice.tsx'
import { Section } from '../ui/Section.tsx'
import { NumberField, TextField } from '../ui/TextField.tsx'
import type { MappingChange, ReviewedImport } from './Review.tsx'
import { useImportWords } from './words.ts'

interface FileFactsProps {
  row: ReviewedImport
  rawRows: string[][]
  /** a change of how the file is read leaves the mapping out: it is suggested anew */
  onChange(part: Partial<MappingChange>): void
}

/** What the file was found to be, and the five first rows as they stand in it. */
export function FileFacts({ row, rawRows, onChange }: FileFactsProps) {
  const words = useImportWords()
  const { format } = row
  const layout = row.preset && words.presets[row.preset as keyof typeof words.presets]
  const reread = (part: object) => {
    const kept =
      format.type === 'text'
        ? { encoding: format.encoding, delimiter: format.delimiter, headerRow: format.headerRow }
        : { sheet: format.sheet, headerRow: format.headerRow }
    onChange({ format: { ...kept, ...part } as MappingChange['format'], mapping: undefined })
  }
  return (
    <Section title={words.whatItIs}>
      <div className="flex flex-col gap-4">
        <Notice tone={layout ? 'ok' : 'quiet'} glyph={layout ? 'check' : 'none'}>
          {layout ? words.recognised(layout) : words.unrecognised}
        </Notice>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(168px,1fr))] items-start gap-x-6 gap-y-3">
          <Select
            label={words.kind}
            choices={importKinds.map((kind) => ({ id: kind, label: words.kinds[kind] }))}
            value={row.kind}
            onChange={(kind) => onChange({ kind, mapping: undefined })}
          />
          {format.type === 'text' ? (
            <>
              <Select
                label={words.encoding}
                choices={choicesOf(words.encodings)}
                value={format.encoding}
                onChange={(encoding) => reread({ encoding })}
              />
              <Select
                label={words.delimiter}
                choices={choicesOf(words.delimiters)}
                value={format.delimiter}
                onChange={(delimiter) => reread({ delimiter })}
              />
            </>
          ) : (
            <Select
              label={words.sheet}
              choices={format.sheets.map((sheet) => ({ id: sheet, label: sheet }))}
              value={format.sheet}
              onChange={(sheet) => reread({ sheet })}
            />
          )}
          <NumberField
            label={words.headerRow}
            note={words.headerNote}
            minValue={0}
            maxValue={50}
            value={format.headerRow}
            onChange={(headerRow) =>
              Number.isInteger(headerRow) && headerRow !== format.headerRow && reread({ headerRow })
            }
          />
          <SourceField key={row.source.code} code={row.source.code} onChange={(source) => onChange({ source })} />
        </div>
        <p className="text-note text-ink-2">{words.sourceNote}</p>
        {rawRows.length > 0 && <RawRows rows={rawRows} />}
      </div>
    </Section>
  )
}

function choicesOf<Key extends string>(names: Record<Key, string>) {
  return Object.entries(names).map(([id, label]) => ({ id: id as Key, label: label as string }))
}

function SourceField({ code, onChange }: { code: string; onChange(code: string): void }) {
  const words = useImportWords()
  const [text, setText] = useState(code)
  const done = () => (/^[\w.-]{1,40}$/.test(text) ? text !== code && onChange(text) : setText(code))
  return <TextField label={words.source} value={text} onChange={setText} onBlur={done} />
}

function RawRows({ rows }: { rows: string[][] }) {
  const words = useImportWords()
  return (
    // keyboards must be able to scroll it
    <div className="overflow-x-auto" role="region" aria-label={words.firstRows} tabIndex={0}>
      <table className="text-note">
        <caption className="pb-1 text-left text-ink-2">{words.firstRows}</caption>
        <tbody>
          {rows.map((cells, line) => (
            <tr key={line}>
              {cells.map((cell, place) => (
                <td key={place} className="max-w-40 truncate border border-rule px-2 py-1 whitespace-nowrap">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
