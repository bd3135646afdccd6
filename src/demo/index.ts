/**
 * The demo shop: an invented maker of skin care with thousands of invented customers, the same for the same seed, as
 * fixture of tests and benchmarks and for looking around. It is the only room that writes other rooms' tables: it
 * fills an empty database by COPY, faster than any action could, and never touches one with a real shop in it.
 */
export { type FileOptions, orderLineHeader, type WrittenFile, writeEccubeFiles, writeOrderLines } from './files.ts'
export { type DemoOptions, records } from './generate.ts'
export { type LoadOptions, loadDemoShop } from './load.ts'
export { demoOwner } from './owner.ts'
export type { DemoRecord } from './records/record.ts'
