import { type ReactNode, useCallback, useState } from 'react'
import { useFormat } from '../format.ts'
import { Button } from './Button.tsx'
import { csvOf } from './csv.ts'
import { type Definition, DefinitionPopover } from './Figure.tsx'
import { Section } from './Section.tsx'
import { useUiWords } from './words.ts'

/** The same numbers as the chart, row by row. */
export interface ChartTable {
  /** headings; the first is of the row's name */
  columns: string[]
  rows: (string | number | null)[][]
}

interface ChartFrameProps {
  title: string
  note?: ReactNode
  definition: Definition
  table: ChartTable
  /** the drawing; given a way to hand out its picture for PNG */
  children: (onPicture: (make: () => Promise<Blob>) => void) => ReactNode
  /** without extension: CPMの推移_2026-11-22 */
  fileName: string
  /** at the right end, before the buttons */
  end?: ReactNode
  /** whether the table stands instead of the chart; in the address where the screen keeps it there */
  asTable?: boolean
  onAsTable?(asTable: boolean): void
  /** false: the drawing is a table already and has no picture */
  hasPicture?: boolean
}

/** Title, definition, 表で見る, CSV and PNG around every chart; on paper the chart and its numbers both stand. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, note, definition, table, children, fileName, end, hasPicture = true } = props
  const words = useUiWords()
  const [own, setOwn] = useState(false)
  const asTable = props.asTable ?? own
  const [picture, setPicture] = useState<(() => Promise<Blob>) | null>(null)
  const keepPicture = useCallback((make: () => Promise<Blob>) => setPicture(() => make), [])
  const savePicture = async () => {
    if (picture) save(await picture(), `${fileName}.png`)
  }
  return (
    <Section
      title={
        <>
          {title}
          <DefinitionPopover name={title} definition={definition} />
        </>
      }
      note={note}
      end={
        <span className="no-print flex flex-wrap items-center gap-x-4">
          {end}
          <Button kind="text" aria-pressed={asTable} onPress={() => (props.onAsTable ?? setOwn)(!asTable)}>
            {asTable ? words.asChart : words.asTable}
          </Button>
          <Button kind="text" onPress={() => save(csvOf([table.columns, ...table.rows]), `${fileName}.csv`)}>
            CSV
          </Button>
          {!asTable && hasPicture && (
            <Button kind="text" onPress={() => void savePicture()}>
              PNG
            </Button>
          )}
        </span>
      }
    >
      {asTable ? <Numbers title={title} table={table} /> : <figure aria-label={title}>{children(keepPicture)}</figure>}
    </Section>
  )
}

function Numbers({ title, table }: { title: string; table: ChartTable }) {
  const format = useFormat()
  const show = (value: string | number | null) =>
    value === null ? '-' : typeof value === 'number' ? format.number(value) : value
  return (
    <div className="overflow-x-auto">
      <table aria-label={title} className="w-full border-collapse">
        <thead>
          <tr>
            {table.columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={`h-8 px-2.5 text-note whitespace-nowrap text-ink-2 first:pl-0 ${index > 0 ? 'text-right' : ''}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((value, index) =>
                index === 0 ? (
                  <th key={index} scope="row" className="h-8 border-t border-rule pr-2.5 whitespace-nowrap">
                    {show(value)}
                  </th>
                ) : (
                  <td key={index} className="h-8 border-t border-rule px-2.5 text-right whitespace-nowrap">
                    {show(value)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
