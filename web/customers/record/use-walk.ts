import { useEffect, useState } from 'react'
import { listCustomers } from '../../../src/segments/contract.ts'
import { useCall } from '../../api.ts'
import { paths, readSearch } from '../../paths.ts'
import { extended, keepCursor, keepWalk, missingPage, pageSize, readCursor, readWalk, type Walk } from '../walk.ts'

/** The walk this record is part of; where it ends, the page of the list that follows is read. */
export function useWalk(id: number): Walk | null {
  const [walk, setWalk] = useState(readWalk)
  const missing = missingPage(walk, id)
  const page = useCall(
    listCustomers,
    {
      query: { ...walk?.asked, limit: pageSize, ...(missing?.cursor ? { cursor: missing.cursor } : {}) },
    },
    { enabled: missing !== null, staleTime: 60_000 },
  )
  const number = missing?.page
  const read = missing ? page.data : undefined
  useEffect(() => {
    if (!walk || !read || number === undefined) return
    const longer = extended(
      walk,
      number,
      read.items.map((row) => row.id),
      read.next,
    )
    if (read.next !== null) keepCursor(walk.asked, number + 1, read.next)
    keepWalk(longer)
    setWalk(longer)
  }, [walk, read, number])
  return walk
}

/** The page of the list that this record stands on. */
export function listAddress(walk: Walk, page: number): string {
  const cursor = readCursor(walk.asked, page)
  const query = readSearch(walk.href.split('?')[1] ?? '')
  return paths.customers({ ...query, ...(cursor ? { after: cursor, page } : {}) })
}
