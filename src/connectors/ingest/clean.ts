/** What came in as JSON, fit to be kept: nothing in it can upset the database or a program that reads it later. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** More levels than any shop's events have; a reader that goes down by itself needs an end. */
const mostLevels = 12

/** Names that mean something to JavaScript when they are assigned to. */
const meant = new Set(['__proto__', 'constructor', 'prototype'])

export class TooDeep extends Error {}

/** Texts without NUL and halves of characters, numbers that are numbers, no keys that a program would take for its own. */
export function clean(value: unknown, level = 0): Json {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean') return value
  if (typeof value !== 'object' || value === null) return null
  if (level === mostLevels) throw new TooDeep()
  if (Array.isArray(value)) return value.map((one) => clean(one, level + 1))
  const kept: { [key: string]: Json } = {}
  for (const [key, one] of Object.entries(value)) {
    const name = cleanText(key)
    if (!meant.has(name)) kept[name] = clean(one, level + 1)
  }
  return kept
}

/** PostgreSQL takes neither NUL nor half a character. */
export function cleanText(text: string): string {
  return /[\0\ud800-\udfff]/.test(text) ? text.replaceAll('\0', '').toWellFormed() : text
}
