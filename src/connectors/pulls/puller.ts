import type { Context } from '../../platform/context.ts'
import type { Arrival } from '../arriving/take-in.ts'
import type { Kind } from '../connections/kind.ts'
import type { Connection } from '../connections/store.ts'
import type { ImportKind } from '../imports/field.ts'
import type { MappingOptions } from '../imports/mapping-shape.ts'

export interface PulledPage {
  kind: ImportKind
  items: Arrival[]
  /** where the next page begins; null: this was the last */
  next: string | null
  /** the latest change among what was read */
  newest: Date | null
}

/** A system that can be asked what changed. */
export interface Puller {
  kind: Kind
  emailsAreUnique?: boolean
  /** how its orders are read */
  options?: Partial<MappingOptions>
  /** kinds of records, in the order they are fetched */
  topics: readonly string[]
  wants(connection: Connection): boolean
  /** Throws PullError or OutsideError. */
  page(
    ctx: Context,
    connection: Connection,
    asked: { topic: string; since: Date | null; page: string | null },
  ): Promise<PulledPage>
}

/** The system answered, but not with what was asked for. */
export class PullError extends Error {
  readonly code: string
  readonly status: number
  /** seconds it asks us to wait */
  readonly waits: number
  constructor(code: string, status: number, waits = 0) {
    super(code)
    this.code = code
    this.status = status
    this.waits = waits
  }
}
