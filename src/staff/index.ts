/**
 * People who work here, and the keys of their programs: how they come in (password, second factor, passkey, one-time
 * link), what keeps them in (sessions) and what ends it. Roles themselves stand in `platform/access.ts`.
 */
export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
export { authenticator } from './sign-in/authenticate.ts'
export { createSignInLink, type MadeLink } from './sign-in/links.ts'
export { hashToken, newToken } from './sign-in/secret.ts'
export { addressBucket } from './sign-in/throttle.ts'
