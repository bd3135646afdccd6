import type * as z from 'zod'

/** A kind of connection: what has to be set up for it. Its settings are for everybody who may see connections. */
export interface Kind<Settings extends z.ZodType = z.ZodType, Secrets extends z.ZodType = z.ZodType> {
  name: string
  /** a strict object */
  settings: Settings
  /** a strict object of texts, kept sealed and never shown again */
  secrets: Secrets
  /** Secrets that are made here; shown once to who made the connection, over those given. */
  makeSecrets?(): Partial<z.output<Secrets>>
}

export function kind<Settings extends z.ZodType, Secrets extends z.ZodType>(
  one: Kind<Settings, Secrets>,
): Kind<Settings, Secrets> {
  return one
}
