import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CustomerReply, changeCustomer, getCustomer, listChanges } from '../../../src/customers/contract.ts'
import { countCustomers, listCustomers } from '../../../src/segments/contract.ts'
import { call, keyOf, newKey, ProblemError } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { toast } from '../../ui/toast.ts'
import { useRecordWords } from '../words.ts'

export type FieldValue = string | number | boolean | null

/** A field that someone else changed first: both values, who and when, and the version to insist with. */
export interface Conflict {
  yours: FieldValue
  theirs: FieldValue
  by: string | null
  at: string | null
  version: number
}

interface ConflictField {
  field: string
  theirs: FieldValue
  by: string | null
  at: string | null
}

/** The change that sets one field; attributes of the shop's own stand under `attributes.key`. */
export function changeOf(field: string, value: FieldValue): Record<string, unknown> {
  const prefix = 'attributes.'
  return field.startsWith(prefix) ? { attributes: { [field.slice(prefix.length)]: value } } : { [field]: value }
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

/** Reads anew everything that shows a customer's record. */
export function useRefreshCustomer(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    const shown = [getCustomer, listChanges, listCustomers, countCustomers]
    await Promise.all(shown.map((endpoint) => client.invalidateQueries({ queryKey: keyOf(endpoint) })))
  }
}

/**
 * Saves one field of a customer at the version it was read at and offers to put it back. A conflict is kept here until
 * the person has chosen; the same text is not sent again meanwhile.
 */
export function useFieldSave(customer: CustomerReply, field: string, label: string) {
  const words = useRecordWords()
  const { sentence } = useProblems()
  const refresh = useRefreshCustomer()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [epoch, setEpoch] = useState(0)

  const write = async (value: FieldValue, version: number) => {
    const asked = { params: { id: customer.id }, body: { version, change: changeOf(field, value) } }
    const reply = await call(changeCustomer, asked, { idempotencyKey: newKey() })
    await refresh()
    return reply.version
  }

  async function save(value: FieldValue, before: FieldValue, version = customer.version): Promise<void> {
    if (conflict && conflict.yours === value && version === customer.version) throw conflict
    try {
      const saved = await write(value, version)
      setConflict(null)
      const undo = () => {
        write(before, saved).then(
          () => toast.done(words.edit.undone(label)),
          (error: unknown) => toast.failed(sentence(error)),
        )
      }
      toast.done(words.edit.changed(label), { text: words.edit.undo, onUndo: undo })
    } catch (error) {
      const found = conflictIn(error, field, value)
      if (!found) throw error
      setConflict(found)
      throw found
    }
  }

  /** Leaves the field as it was before editing, with the value now in force. */
  const settle = () => {
    setConflict(null)
    setEpoch((former) => former + 1)
  }
  const keepMine = async () => {
    if (!conflict) return
    await save(conflict.yours, conflict.theirs, conflict.version).then(settle, () => {})
  }
  const takeTheirs = async () => {
    await refresh()
    settle()
  }
  const problemOf = (error: unknown) =>
    error === conflict || isConflict(error) ? words.edit.conflict(label) : sentence(error)
  return { save, conflict, keepMine, takeTheirs, problemOf, epoch }
}

const isConflict = (error: unknown) => typeof error === 'object' && error !== null && 'theirs' in error
