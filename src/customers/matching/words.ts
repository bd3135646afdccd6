/** Texts as small numbers: equal texts have one number, 0 is the empty text. */
export interface Words {
  ids: Map<string, number>
  texts: string[]
}

export function openWords(): Words {
  return { ids: new Map([['', 0]]), texts: [''] }
}

export function wordId(words: Words, text: string): number {
  let id = words.ids.get(text)
  if (id === undefined) {
    id = words.texts.length
    words.ids.set(text, id)
    words.texts.push(text)
  }
  return id
}

/** How often each number occurs in a column. */
export function countsOf(column: Int32Array, size: number, values: number): Int32Array {
  const counts = new Int32Array(values)
  for (let at = 0; at < size; at++) {
    const value = column[at] as number
    counts[value] = (counts[value] as number) + 1
  }
  return counts
}
