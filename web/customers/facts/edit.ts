import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { changeCustomer, type CustomerReply, getCustomer, listChanges } from '../../../src/customers/contract.ts'
import { call, keyOf, newKey, ProblemError } from '../../api.ts'

export type FieldValue = string | number | boolean | null

/** A field that someone else changed first: both values, who and when, and the version to insist with. */
export interface Conflict {
  yours: FieldValue
  theirs: FieldValue
  by: string | null
  at: string | null
  version: number
}

export type FieldState =
  | { name: 'still' }
  | { name: 'saving' }
  | { name: 'saved' }
  | { name: 'failed'; error: unknown; value: FieldValue }
  | { name: 'conflict'; conflict: Conflict }

interface ConflictField {
  field: string
  theirs: FieldValue
  by: string | null
  at: string | null
}

/** The change that sets one field; attributes of the shop's own stand under `attributes.key`. */
export function changeOf(field: string, value: FieldValue): Record<string, unknown> {
  const key = field.startsWith('attributes.') ? field.slice('attributes.'.length) : null
  return key === null ? { [field]: value } : { attributes: { [key]: value } }
}

/** What the server said about a field in a 409; null when the refusal is about something else. */
export function conflictIn(error: unknown, field: string, yours: FieldValue): Conflict | null {
  if (!(error instanceof ProblemError) || error.code !== 'conflict') return null
  const fields = (error.detail.fields ?? []) as ConflictField[]
  const found = fields.find((one) => one.field === field)
  const version = error.detail.version
  if (!found || typeof version !== 'number') return null
  return { yours, theirs: found.theirs, by: found.by, at: found.at, version }
}

/** Saves one field of a customer at the version it was read at; what was typed stays until it is safely stored. */
export function useFieldSave(customer: CustomerReply, field: string) {
  const client = useQueryClient()
  const [state, setState] = useState<FieldState>({ name: 'still' })
  const calm = useRef<ReturnType<typeof setTimeout>>(undefined)

  async function save(value: FieldValue, version = customer.version): Promise<boolean> {
    clearTimeout(calm.current)
    setState({ name: 'saving' })
    try {
      const asked = { params: { id: customer.id }, body: { version, change: changeOf(field, value) } }
      await call(changeCustomer, asked, { idempotencyKey: newKey() })
      await Promise.all([
        client.invalidateQueries({ queryKey: keyOf(getCustomer) }),
        client.invalidateQueries({ queryKey: keyOf(listChanges) }),
      ])
      setState({ name: 'saved' })
      calm.current = setTimeout(() => setState({ name: 'still' }), 4000)
      return true
    } catch (error) {
      const conflict = conflictIn(error, field, value)
      setState(conflict ? { name: 'conflict', conflict } : { name: 'failed', error, value })
      return false
    }
  }

  async function takeTheirs(): Promise<void> {
    await client.invalidateQueries({ queryKey: keyOf(getCustomer) })
    setState({ name: 'still' })
  }

  return { state, save, takeTheirs, forget: () => setState({ name: 'still' }) }
}
