/** What grouping needs to know of an entry; newest first. */
export interface Entry {
  kind: string
  /** instant of what happened, ISO 8601 */
  at: string
}

export type Line<Item> = { type: 'one'; item: Item } | { type: 'run'; kind: string; items: Item[] }

/** What stands under one separator: a day, or the span of days that a quiet stretch took. */
export interface Section<Item> {
  from: string
  to: string
  lines: Line<Item>[]
}

/** From this many on, a stretch of messages and page views without any word from the customer is folded. */
const foldFrom = 3

/**
 * Sets a stream (newest first) under day separators. Entries the customer did not start (`quiet`) are folded kind by
 * kind while nothing else comes between them, so that orders and conversations stay in sight.
 */
export function groupTimeline<Item extends Entry>(
  items: readonly Item[],
  dayOf: (at: string) => string,
  quiet: (item: Item) => boolean,
  groupOf: (kind: string) => string = (kind) => kind,
): Section<Item>[] {
  const sections: Section<Item>[] = []
  for (const stretch of stretches(items, quiet)) {
    if (stretch.length >= foldFrom && quiet(stretch[0] as Item)) {
      sections.push({
        from: dayOf((stretch.at(-1) as Item).at),
        to: dayOf((stretch[0] as Item).at),
        lines: folded(stretch, groupOf),
      })
      continue
    }
    for (const item of stretch) {
      const day = dayOf(item.at)
      const open = sections.at(-1)
      if (open?.from === day && open.to === day) open.lines.push({ type: 'one', item })
      else sections.push({ from: day, to: day, lines: [{ type: 'one', item }] })
    }
  }
  return sections
}

function stretches<Item extends Entry>(items: readonly Item[], quiet: (item: Item) => boolean): Item[][] {
  const result: Item[][] = []
  for (const item of items) {
    const open = result.at(-1)
    if (open && quiet(open[0] as Item) === quiet(item)) open.push(item)
    else result.push([item])
  }
  return result
}

function folded<Item extends Entry>(stretch: readonly Item[], groupOf: (kind: string) => string): Line<Item>[] {
  const kinds = Map.groupBy(stretch, (item) => groupOf(item.kind))
  return [...kinds].map(([kind, items]) =>
    items.length === 1 ? { type: 'one', item: items[0] as Item } : { type: 'run', kind, items },
  )
}
