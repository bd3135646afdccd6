import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ChartOption, Drawing, Mark } from './chart-engine.ts'
import { themeOf } from './chart-theme.ts'
import { Loading } from './states.tsx'

export type { ChartOption } from './chart-engine.ts'

interface ChartProps {
  option: ChartOption
  /** what the drawing shows, read aloud; the table beside it has the numbers */
  label: string
  height?: number
  /** a press on a mark: the list behind it */
  onPress?(mark: Mark): void
  /** hands out the picture for PNG, see ChartFrame */
  onPicture?(make: () => Promise<Blob>): void
}

/** A chart drawn as SVG in the colours of the tokens; its engine loads with the first chart shown. */
export function Chart({ option, label, height = 280, onPress, onPicture }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const press = useEffectEvent((mark: Mark) => onPress?.(mark))

  useEffect(() => {
    let gone = false
    let made: Drawing | undefined
    async function start() {
      const { draw } = await import('./chart-engine.ts')
      if (gone || !place.current) return
      made = draw(place.current, (mark) => press(mark))
      setDrawing(made)
    }
    void start()
    return () => {
      gone = true
      made?.dispose()
      setDrawing(null)
    }
  }, [])

  useEffect(() => {
    if (!drawing) return
    const show = () => drawing.show(option, themeOf(getComputedStyle(document.documentElement)), label)
    show()
    onPicture?.(drawing.picture)
    const size = new ResizeObserver(drawing.fit)
    if (place.current) size.observe(place.current)
    const theme = new MutationObserver(show)
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    addEventListener('beforeprint', drawing.fit)
    return () => {
      size.disconnect()
      theme.disconnect()
      removeEventListener('beforeprint', drawing.fit)
    }
  }, [drawing, option, label, onPicture])

  return (
    <div className="relative" style={{ height }}>
      <div ref={place} className="size-full" />
      {!drawing && (
        <div className="absolute inset-0">
          <Loading lines={5} />
        </div>
      )}
    </div>
  )
}
