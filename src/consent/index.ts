/**
 * Consent: who agreed to what, or refused it, for which channel and purpose, when, how, and shown which words. The
 * ledger is append-only; what holds follows from it by one pure rule (ledger.ts), which lists and segments ask in SQL.
 */
export { fields } from './fields.ts'
export { mergedTables } from './merged-tables.ts'
export { routes, standingsOf } from './routes.ts'
export { appendStatement, insertWording } from './store.ts'
