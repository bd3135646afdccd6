import { writeOrderLines } from '../../src/demo/index.ts'

/** Writes a file of order lines, in a process of its own: what making them up takes is not the memory of the import. */
const [path = '', lines] = process.argv.slice(2)
await writeOrderLines(path, { lines: Number(lines), years: 3, seed: 7, endOn: '2026-10-31' })
