import { expect, test } from 'vitest'
import { textAt } from '../../../src/connectors/hooks/paths.ts'
import { placesIn } from './sample.ts'

test('every place found in a sample leads the server to what stands there', () => {
  const sample = {
    type: 'order.changed',
    data: { no: 12, 'odd.name': 'x', tags: ['a', 'b'], items: [{ code: 'S-1', sizes: [{ cm: 1 }] }, { code: 'S-2' }] },
    nothing: null,
    empty: [],
  }
  const places = placesIn(sample)
  expect(places.map(({ path }) => path)).toEqual([
    'type',
    'data.no',
    'data["odd.name"]',
    'data.tags[0]',
    'data.items[*].code',
    'data.items[*].sizes[0].cm',
  ])
  for (const { path, example } of places) expect(textAt(sample, path)).toBe(example)
})
