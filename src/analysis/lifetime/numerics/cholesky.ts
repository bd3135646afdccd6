/** Small symmetric positive definite systems. Null: the matrix is not positive definite, or hardly so. */

type Matrix = number[][]

/** L with L Lᵀ the matrix. */
export function choleskyFactor(matrix: Matrix): Matrix | null {
  const n = matrix.length
  const lower = matrix.map(() => Array.from({ length: n }, () => 0))
  for (let i = 0; i < n; i++) {
    const row = lower[i] as number[]
    for (let j = 0; j <= i; j++) {
      const other = lower[j] as number[]
      let sum = (matrix[i] as number[])[j] as number
      for (let m = 0; m < j; m++) sum -= (row[m] as number) * (other[m] as number)
      if (i !== j) row[j] = sum / (other[j] as number)
      else if (sum > 1e-13 * Math.abs((matrix[i] as number[])[i] as number)) row[i] = Math.sqrt(sum)
      else return null
    }
  }
  return lower
}

function substitute(lower: Matrix, right: number[]): number[] {
  const n = lower.length
  const y = right.slice()
  for (let i = 0; i < n; i++) {
    const row = lower[i] as number[]
    for (let m = 0; m < i; m++) y[i] = (y[i] as number) - (row[m] as number) * (y[m] as number)
    y[i] = (y[i] as number) / (row[i] as number)
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let m = i + 1; m < n; m++) y[i] = (y[i] as number) - ((lower[m] as number[])[i] as number) * (y[m] as number)
    y[i] = (y[i] as number) / ((lower[i] as number[])[i] as number)
  }
  return y
}

export function choleskySolve(matrix: Matrix, right: number[]): number[] | null {
  const lower = choleskyFactor(matrix)
  return lower && substitute(lower, right)
}

export function choleskyInverse(matrix: Matrix): Matrix | null {
  const lower = choleskyFactor(matrix)
  return (
    lower &&
    matrix.map((_, i) =>
      substitute(
        lower,
        matrix.map((_, j) => (i === j ? 1 : 0)),
      ),
    )
  )
}
