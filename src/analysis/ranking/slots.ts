const denseLimit = 1 << 25
const none = -1

export interface Slots {
  slotOf(id: number): number
  /** the id of each slot; longer than `size` */
  ids(): Float64Array
  size(): number
}

/**
 * Gives each customer id a slot (0, 1, 2 … in order of first appearance). Ids below 2^25, the usual case, are looked up
 * in a plain array; larger ones (up to 2^53) in an open-addressing table, so that sparse ids cost no more memory than
 * dense ones.
 */
export function openSlots(): Slots {
  const large = openTable()
  let ids = new Float64Array(1 << 16)
  let dense = new Int32Array(1 << 16).fill(none)
  let size = 0

  const add = (id: number): number => {
    if (size === ids.length) ids = copied(ids, new Float64Array(ids.length * 2))
    ids[size] = id
    return size++
  }
  const slotOf = (id: number): number => {
    if (id >= denseLimit) {
      const found = large.find(id, size)
      return found === size ? add(id) : found
    }
    if (id >= dense.length) {
      let length = dense.length
      while (length <= id) length *= 2
      dense = copied(dense, new Int32Array(length).fill(none))
    }
    const found = dense[id] as number
    if (found !== none) return found
    dense[id] = size
    return add(id)
  }
  return { slotOf, ids: () => ids, size: () => size }
}

/** Open addressing with linear probing, at most half full. `find` stores `fresh` for an id it has not seen. */
function openTable(): { find(id: number, fresh: number): number } {
  let keys = new Float64Array(1 << 10)
  let values = new Int32Array(1 << 10).fill(none)
  let used = 0

  const probe = (id: number): number => {
    const mask = keys.length - 1
    // both halves of the id take part, or ids that differ in the upper half alone would collide
    let at = (Math.imul(id | 0, 0x9e3779b1) ^ Math.imul((id / 0x100000000) | 0, 0x85ebca6b)) >>> 0
    at = (at ^ (at >>> 15)) & mask
    while (values[at] !== none && keys[at] !== id) at = (at + 1) & mask
    return at
  }
  const grow = (): void => {
    const [oldKeys, oldValues] = [keys, values]
    keys = new Float64Array(oldKeys.length * 2)
    values = new Int32Array(oldKeys.length * 2).fill(none)
    for (let index = 0; index < oldKeys.length; index++) {
      if (oldValues[index] === none) continue
      const at = probe(oldKeys[index] as number)
      keys[at] = oldKeys[index] as number
      values[at] = oldValues[index] as number
    }
  }
  const find = (id: number, fresh: number): number => {
    if (used * 2 >= keys.length) grow()
    const at = probe(id)
    const found = values[at] as number
    if (found !== none) return found
    keys[at] = id
    values[at] = fresh
    used++
    return fresh
  }
  return { find }
}

/** Fills the larger array with the smaller one's values. */
export function copied<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
