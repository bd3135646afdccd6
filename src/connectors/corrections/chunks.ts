const rowsAtOnce = 2_000

/** Rows in the order of their numbers, a bounded number at a time. */
export async function* chunksOfRows<Row extends { row: number }>(
  read: (after: number, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after = -1
  for (;;) {
    const rows = await read(after, rowsAtOnce)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.row
  }
}
