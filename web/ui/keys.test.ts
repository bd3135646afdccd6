import { expect, test } from 'vitest'
import { isComposing } from './keys.ts'

test.each([
  ['composing', { isComposing: true, keyCode: 229 }, true],
  ['Safari’s confirming Enter', { isComposing: false, keyCode: 229 }, true],
  ['a React event around it', { nativeEvent: { isComposing: false, keyCode: 229 } }, true],
  ['a plain Enter', { isComposing: false, keyCode: 13 }, false],
])('%s', (_name, event, belongs) => {
  expect(isComposing(event)).toBe(belongs)
})
