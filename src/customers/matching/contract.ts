/** What the web says of matching in the same words as the server; apart from the routes, which load before any screen. */
export { sayEvidence } from './sentences.ts'
