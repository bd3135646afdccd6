/** Titles as sparse vectors over pairs of characters, of length 1: no dictionary of words is needed, Japanese or not. */
export type Titles = Map<string, number>[]

/** TF-IDF of character bigrams; widths of letters, case and spaces do not count. */
export function titleVectors(titles: readonly string[]): Titles {
  const pairs = titles.map(bigrams)
  const spread = new Map<string, number>()
  for (const own of pairs) for (const pair of own.keys()) spread.set(pair, (spread.get(pair) ?? 0) + 1)
  return pairs.map((own) => {
    const vector = new Map<string, number>()
    let square = 0
    for (const [pair, count] of own) {
      const weight = (1 + Math.log(count)) * Math.log((titles.length + 1) / (spread.get(pair) as number))
      vector.set(pair, weight)
      square += weight * weight
    }
    const length = Math.sqrt(square) || 1
    for (const [pair, weight] of vector) vector.set(pair, weight / length)
    return vector
  })
}

function bigrams(title: string): Map<string, number> {
  const characters = [...title.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')]
  const counts = new Map<string, number>()
  for (let at = 0; at + 1 < characters.length; at++) {
    const pair = `${characters[at]}${characters[at + 1]}`
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  return counts
}

/** By pair of characters, the titles that have it and how much it weighs there. */
export function titleIndex(titles: Titles): Map<string, { id: number; weight: number }[]> {
  const index = new Map<string, { id: number; weight: number }[]>()
  for (const [id, vector] of titles.entries()) {
    for (const [pair, weight] of vector) {
      const held = index.get(pair)
      if (held) held.push({ id, weight })
      else index.set(pair, [{ id, weight }])
    }
  }
  return index
}
