import type { Readable } from 'node:stream'

export interface FoundFile {
  name: string
  bytes: number
  modifiedAt: Date
}

/** Somewhere files lie: a folder here or on a server. Names are those it listed. */
export interface Place {
  /** plain files only: no folders, no links */
  list(): Promise<FoundFile[]>
  open(name: string): Promise<Readable>
  /** into the folder `done` beside it, under a name that is free */
  moveAway(name: string): Promise<void>
  remove(name: string): Promise<void>
  close(): Promise<void>
}

export type PlaceCode =
  | 'folder-missing'
  | 'folder-outside'
  | 'folder-unreadable'
  | 'file-unreadable'
  | 'host-key-changed'
  | 'sign-in-refused'
  | 'connection-lost'

/** Why a place cannot be looked at; the code becomes a trouble of the connection. */
export class PlaceError extends Error {
  readonly code: PlaceCode
  readonly detail: Record<string, unknown>
  constructor(code: PlaceCode, detail: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.detail = detail
  }
}

export const doneFolder = 'done'

/** `受注.csv` → `受注.20261122-030000.csv`, for a name that is taken in `done` already. */
export function datedName(name: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)}.${stamp}${name.slice(dot)}` : `${name}.${stamp}`
}
