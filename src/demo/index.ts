/**
 * The demo shop: an invented maker of skin care with thousands of invented customers, the same for the same seed, as
 * fixture of tests and benchmarks and for looking around. It is the only room that writes other rooms' tables: it
 * fills an empty database by COPY, faster than any action could, and never touches one with a real shop in it. An owner
 * may look at it in an installation that has nothing of its own yet, and empty it again.
 */
export { writeEccubeFiles, writeOrderLines } from './files.ts'
export { records } from './generate.ts'
export { jobs } from './jobs.ts'
export { loadDemoShop } from './load.ts'
export { recordsWithTruth } from './namesakes/records.ts'
export { hitsOf } from './namesakes/truth.ts'
export { demoOwner } from './owner.ts'
export { routes } from './routes.ts'
