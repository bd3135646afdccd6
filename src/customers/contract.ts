/** What is said about customers over HTTP, for the web app and the routes alike. */

export * from './contacts/contract.ts'
export * from './groups/contract.ts'
export * from './history/contract.ts'
export * from './memory/contract.ts'
export * from './merging/contract.ts'
export * from './profile/contract.ts'
export * from './proposals/contract.ts'
export * from './search/contract.ts'
export * from './settings/contract.ts'
export * from './timeline/contract.ts'
