import type { Part } from '../history/part.ts'

export const notes: Part = {
  subject: 'note',
  table: 'notes',
  essential: 'body',
  columns: { body: 'body', staffId: 'staff_id' },
}

export const preferences: Part = {
  subject: 'preference',
  table: 'preferences',
  essential: 'kind',
  sameness: ({ kind, value }) => `${kind}:${value}`,
  columns: { kind: 'kind', value: 'value', staffId: 'staff_id' },
}
