/** Solves A x = y in place; A symmetric, its lower triangle in rows of `stride`. Not positive definite: x = 0 there. */
export function solveCholesky(system: Float64Array, answer: Float64Array, size: number, stride: number): void {
  for (let j = 0; j < size; j++) {
    const rowJ = j * stride
    for (let i = j; i < size; i++) {
      const rowI = i * stride
      let sum = system[rowI + j] as number
      for (let t = 0; t < j; t++) sum -= (system[rowI + t] as number) * (system[rowJ + t] as number)
      if (i === j) system[rowJ + j] = sum > 1e-12 ? Math.sqrt(sum) : Number.POSITIVE_INFINITY
      else system[rowI + j] = sum / (system[rowJ + j] as number)
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = answer[i] as number
    for (let t = 0; t < i; t++) sum -= (system[i * stride + t] as number) * (answer[t] as number)
    answer[i] = sum / (system[i * stride + i] as number)
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = answer[i] as number
    for (let t = i + 1; t < size; t++) sum -= (system[t * stride + i] as number) * (answer[t] as number)
    answer[i] = sum / (system[i * stride + i] as number)
  }
}
