import type { Context } from '../context.ts'
import type { Db } from '../db/db.ts'

/** Queues work in the transaction of its cause: committed together or not at all. */
export interface Jobs {
  enqueue<Data extends object>(db: Db, job: string, data: Data, options?: EnqueueOptions): Promise<void>
}

export interface EnqueueOptions {
  /** at most one queued job of this name and key */
  singletonKey?: string
  startAfter?: Date
}

/** A background task of a room, ten lines that call an action. Runs at least once: it must be safe to run again. */
export interface Job {
  name: string
  /** jobs of this name at once in one worker */
  concurrency?: number
  /** also queued, without data, whenever a worker starts */
  atStart?: boolean
  /** also queued, without data, when something is notified on this channel of the database */
  onNotice?: string
  run(ctx: Context, data: never): Promise<void>
}

export function job<Data extends object>(
  name: string,
  run: (ctx: Context, data: Data) => Promise<void>,
  options: { concurrency?: number; atStart?: boolean; onNotice?: string } = {},
): Job {
  return { name, run: run as Job['run'], ...options }
}
