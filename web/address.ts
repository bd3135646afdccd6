import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type * as z from 'zod'

/**
 * The part of the address a screen owns, read through its schema (`z.object` with `.catch` or `.optional` values: a
 * mistyped or unknown parameter never breaks the page). `change` patches it; filters add to the history, typing replaces.
 */
export function useAddress<Schema extends z.ZodType<object>>(schema: Schema) {
  const raw = useSearch({ strict: false }) as Record<string, string>
  const navigate = useNavigate()
  const search = useMemo((): z.output<Schema> => {
    const read = schema.safeParse(raw)
    return read.success ? read.data : schema.parse({})
  }, [schema, raw])
  const change = useCallback(
    (patch: Partial<z.output<Schema>>, { replace = false, keepScroll = true } = {}) => {
      void navigate({
        to: '.',
        search: ((former: object) => ({ ...former, ...patch })) as never,
        replace,
        resetScroll: !keepScroll,
      })
    },
    [navigate],
  )
  return [search, change] as const
}

/** The record the address names; NaN when it names none, which the server answers with “not found”. */
export function useId(name = 'id'): number {
  return Number((useParams({ strict: false }) as Record<string, string>)[name])
}
