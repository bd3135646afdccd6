const digitBits = 16
const digits = 1 << digitBits

/**
 * Sorts places by value, ascending and stable: least-significant-digit radix sort over 16-bit digits. Several keys are
 * sorted by calling it from the least to the most important key. Values are whole numbers, |value| ≤ 2^53; the span of
 * values decides the number of passes (money of one shop: two). Returns a new array of places.
 */
export function sortPlaces(values: ArrayLike<number>, places: Uint32Array): Uint32Array {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const place of places) {
    const value = values[place] as number
    if (value < least) least = value
    if (value > most) most = value
  }
  let from = places
  for (let scale = 1; scale <= most - least; scale *= digits) from = sortByDigit(values, from, least, scale)
  return from === places ? places.slice() : from
}

function sortByDigit(values: ArrayLike<number>, places: Uint32Array, least: number, scale: number): Uint32Array {
  const starts = new Uint32Array(digits + 1)
  // the lowest digits stay exact in 32-bit arithmetic, which is several times faster than Math.floor
  const digit = new Uint16Array(places.length)
  for (let index = 0; index < places.length; index++) {
    const value = Math.floor(((values[places[index] as number] as number) - least) / scale)
    const found = value < 0x80000000 ? value & 0xffff : value % digits
    digit[index] = found
    starts[found + 1] = (starts[found + 1] as number) + 1
  }
  for (let index = 1; index <= digits; index++)
    starts[index] = (starts[index] as number) + (starts[index - 1] as number)
  const sorted = new Uint32Array(places.length)
  for (let index = 0; index < places.length; index++) {
    const found = digit[index] as number
    const target = starts[found] as number
    starts[found] = target + 1
    sorted[target] = places[index] as number
  }
  return sorted
}

/** 0, 1, 2 … size − 1. */
export function everyPlace(size: number): Uint32Array {
  const places = new Uint32Array(size)
  for (let place = 0; place < size; place++) places[place] = place
  return places
}
