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
  /** Of secrets that are made anew: what of the former is kept for a while. Never shown. */
  keepFormer?(former: z.output<Secrets>, now: Date): Partial<z.output<Secrets>>
  /** Addresses of other servers among the settings, by their field: none may lie inside (platform/outgoing.ts). */
  addresses?(settings: z.output<Settings>): Record<string, string>
  /** Whom its secrets are told to. When that changes, those told are forgotten: they were not for the new one. */
  tellsSecretsTo?(settings: z.output<Settings>): string
  /** whose records its first connection brings, as files of the same system do; left out: a source of its own */
  source?: { code: string; name: string }
}

export function kind<Settings extends z.ZodType, Secrets extends z.ZodType>(
  one: Kind<Settings, Secrets>,
): Kind<Settings, Secrets> {
  return one
}
