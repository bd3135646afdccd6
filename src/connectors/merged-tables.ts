import type { MergedTable } from '../customers/index.ts'

/** What an import found before it changed a record is kept under that record's id, whoever it is part of. */
export const mergedTables: MergedTable[] = [
  { name: 'answered_forms', how: 'moves' },
  { name: 'import_before', how: 'kept' },
  { name: 'visitors', how: 'found' },
  // lives for minutes; who the customer is part of by then is asked when it is used
  { name: 'line_links', how: 'kept' },
]
