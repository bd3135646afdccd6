/** The best of many, in order. */
export interface Top {
  ids: number[]
  scores: number[]
}

/**
 * The `size` places of greatest score, best first; of equal scores the smaller place. Places whose score is −Infinity never
 * come. `count` of `among` are looked at when given, else every place.
 */
export function topOf(scores: Float64Array, size: number, among?: Int32Array, count = scores.length): Top {
  const heap = new Int32Array(size)
  let filled = 0
  // the worst of the kept stands at the root
  const worse = (a: number, b: number) =>
    (scores[a] as number) < (scores[b] as number) || ((scores[a] as number) === (scores[b] as number) && a > b)
  const sink = () => {
    let at = 0
    const moved = heap[0] as number
    for (;;) {
      let child = 2 * at + 1
      if (child >= filled) break
      if (child + 1 < filled && worse(heap[child + 1] as number, heap[child] as number)) child++
      if (!worse(heap[child] as number, moved)) break
      heap[at] = heap[child] as number
      at = child
    }
    heap[at] = moved
  }
  const rise = (id: number) => {
    let at = filled++
    while (at > 0 && worse(id, heap[(at - 1) >> 1] as number)) {
      heap[at] = heap[(at - 1) >> 1] as number
      at = (at - 1) >> 1
    }
    heap[at] = id
  }
  for (let place = 0; place < count; place++) {
    const id = among ? (among[place] as number) : place
    if (filled < size) {
      if ((scores[id] as number) > Number.NEGATIVE_INFINITY) rise(id)
    } else if (size > 0 && worse(heap[0] as number, id)) {
      heap[0] = id
      sink()
    }
  }
  const ids = [...heap.subarray(0, filled)].sort((a, b) => (worse(b, a) ? -1 : 1))
  return { ids, scores: ids.map((id) => scores[id] as number) }
}
