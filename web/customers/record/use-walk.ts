import { useEffect, useState } from 'react'
import { listCustomers } from '../../../src/segments/contract.ts'
import { useCall } from '../../api.ts'
import { paths, readSearch } from '../../paths.ts'
import { extended, keepCursor, keepWalk, missingPage, pageSize, readCursor, readWalk, type Walk } from '../walk.ts'

/** The walk this record is part of; where it ends, the page of the list that follows is read. */
export function useWalk(id: number): Walk | null {
  const [{ walk, next }, setWay] = useState<Way>(() => ({ walk: readWalk(), next: null }))
  const missing = missingPage(walk, id)
  const page = useCall(
    listCustomers,
    {
      query: { ...walk?.asked, limit: pageSize, ...(missing?.cursor ? { cursor: missing.cursor } : {}) },
    },
    { enabled: missing !== null, staleTime: 60_000 },
  )
  const read = page.data
  if (walk && missing && read) {
    const ids = read.items.map((row) => row.id)
    setWay({
      walk: extended(walk, missing.page, ids, read.next),
      next: read.next === null ? null : { page: missing.page + 1, cursor: read.next },
    })
  }
  useEffect(() => {
    if (!walk) return
    if (next) keepCursor(walk.asked, next.page, next.cursor)
    keepWalk(walk)
  }, [walk, next])
  return walk
}

/** The walk, and where the page begins that follows the last one read. */
interface Way {
  walk: Walk | null
  next: { page: number; cursor: string } | null
}

/** The page of the list that this record stands on. */
export function listAddress(walk: Walk, page: number): string {
  const cursor = readCursor(walk.asked, page)
  const query = readSearch(walk.href.split('?')[1] ?? '')
  return paths.customers({ ...query, ...(cursor ? { after: cursor, page } : {}) })
}
