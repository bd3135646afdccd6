/**
 * Plain data with typed arrays as bytes: length of the description, the description (JSON), then the arrays one after
 * another, each from a multiple of 8 on. The same data gives the same bytes. Little-endian, as every machine we run on is.
 */
const kinds = { Int32Array, Float32Array, Float64Array, Uint8Array } as const
type Kind = keyof typeof kinds
type Numbers = InstanceType<(typeof kinds)[Kind]>

const isNumbers = (value: unknown): value is Numbers => ArrayBuffer.isView(value)
const padded = (bytes: number) => Math.ceil(bytes / 8) * 8

export function pack(data: object): Uint8Array<ArrayBuffer> {
  const arrays: Numbers[] = []
  const text = JSON.stringify(data, (_key, value: unknown) => {
    if (!isNumbers(value)) return value
    arrays.push(value)
    return { $array: value.constructor.name, length: value.length }
  })
  const description = new TextEncoder().encode(text)
  const total = arrays.reduce((sum, array) => sum + padded(array.byteLength), padded(8 + description.length))
  const bytes = new Uint8Array(total)
  new DataView(bytes.buffer).setUint32(0, description.length, true)
  bytes.set(description, 8)
  let at = padded(8 + description.length)
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += padded(array.byteLength)
  }
  return bytes
}

/** What `pack` was given; its arrays are views of `bytes`. */
export function unpack(bytes: Uint8Array<ArrayBuffer>): unknown {
  const length = new DataView(bytes.buffer).getUint32(0, true)
  let at = padded(8 + length)
  // JSON tells the arrays in the order in which they were written
  return JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)), function (this: unknown, _key, value) {
    const kind = (value as { $array?: Kind } | null)?.$array
    if (!kind) return value
    const array = new kinds[kind](bytes.buffer, at, value.length)
    at += padded(array.byteLength)
    return array
  })
}
