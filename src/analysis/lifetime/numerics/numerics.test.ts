import { expect, test } from 'vitest'
import { choleskyInverse, choleskySolve } from './cholesky.ts'
import { hypergeometricBelowZero, logHypergeometric } from './hypergeometric.ts'
import { digamma, logBeta, logGamma, logRising, trigamma } from './log-gamma.ts'
import { logBounds, maximise } from './optimise.ts'

/** Expected values by arithmetic of 40 digits. */
function expectClose(found: number, expected: number, relative: number): void {
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(
    relative * Math.max(1, Math.abs(expected)),
  )
}

test.each([
  [1e-9, 20.723265836369194, -1000000000.5772157, 1e18],
  [0.25, 1.2880225246980774, -4.2274535333762655, 17.19732915450711],
  [1, 0, -0.5772156649015329, 1.6449340668482264],
  [1.5, -0.12078223763524522, 0.03648997397857652, 0.9348022005446793],
  [2, 0, 0.42278433509846713, 0.6449340668482264],
  [3.7, 1.4280723266653879, 1.1671535393615113, 0.31003785767003833],
  [9.99, 12.779315214350193, 2.250700372831201, 0.10527695014824179],
  [10.5, 13.940625219403763, 2.3030010342976865, 0.09991695605912673],
  [250, 1128.5237708729908, 5.519459584531046, 0.004008010666632534],
  [1e6, 12815504.569147611, 13.815510057964191, 1.0000005000001667e-6],
  [1e12, 26631021115915.652, 27.63102111592805, 1.0000000000005e-12],
])('gamma functions at %d', (x, log, first, second) => {
  expectClose(logGamma(x), log, 3e-15)
  expectClose(digamma(x), first, 3e-15)
  expectClose(trigamma(x), second, 3e-15)
})

test('rising factorials are ratios of gamma functions', () => {
  for (const c of [0.1, 3, 1e6]) {
    for (const n of [0, 1, 5, 32, 33, 500]) {
      expectClose(logRising(c, n), logGamma(c + n) - logGamma(c), 1e-9)
    }
  }
  expectClose(logBeta(2, 3), Math.log(1 / 12), 1e-14)
})

test.each([
  [0.5, 2.3, 3.1, 0.3, 0.1283679660146494],
  [3.3, 1.6, 4.3, 0.9, 2.4416278175391923],
  [1, 7.5, 9.2, 0.9999, 2.443993362964958],
  [1, 7.5, 9.2, 0.7, 0.8810369379996779],
  [400.5, 4.05, 414.5, 0.98, 12.156058486918637],
  [0.25, 0.04, 0.1, 0.8, 0.17168555957573337],
  [2.2, 1, 1, 0.6, 2.015839610123141],
  [5, 1, 3, 0.95, 7.297542574371072],
  [2, 3, 4, 0, 0],
])('ln 2F1(%d, %d; %d; %d)', (a, b, c, z, expected) => {
  expectClose(logHypergeometric(a, b, c, z), expected, 2e-13)
})

test.each([
  [1, 0.79, 3.2, 5, 0.5470231032418112],
  [1, 0.9, 400, 1000, 0.45035775201215644],
  [2.2, 0.1, 0.8, 0.01, 0.9972766095183923],
])('2F1(%d, %d; %d; −%d)', (a, b, c, y, expected) => {
  expectClose(hypergeometricBelowZero(a, b, c, y), expected, 1e-13)
})

test('linear systems: solved when positive definite, null when not', () => {
  const matrix = [
    [4, 2, 0.4],
    [2, 5, 1],
    [0.4, 1, 3],
  ]
  const solved = choleskySolve(matrix, [1, 2, 3]) as number[]
  matrix.forEach((row, i) => {
    expectClose(
      row.reduce((sum, one, j) => sum + one * (solved[j] as number), 0),
      i + 1,
      1e-14,
    )
  })
  expectClose((choleskyInverse(matrix) as number[][])[0]?.[0] as number, 14 / 44.8, 1e-14)
  expect(choleskySolve([[1, 2], [2, 1]], [1, 1])).toBeNull() // biome-ignore format: one line reads better
  expect(choleskyInverse([[1, 1], [1, 1]])).toBeNull() // biome-ignore format: one line reads better
})

test('the top of a banana is found to seven digits, with its covariance', () => {
  const banana = (at: Float64Array, gradient: Float64Array) => {
    const [u, v] = at as unknown as [number, number]
    gradient[0] = 2 * (1 - u) + 40 * u * (v - u * u)
    gradient[1] = -20 * (v - u * u)
    return -((1 - u) ** 2) - 10 * (v - u * u) ** 2
  }
  const top = maximise(banana, { starts: [[-2, 2]], bounds: logBounds, size: 1 })
  expectClose(top.at[0] as number, 1, 1e-7)
  expectClose(top.at[1] as number, 1, 1e-7)
  expect(top.converged).toBe(true)
  // minus the Hessian at (1, 1) is [[82, −40], [−40, 20]]
  const expected = [
    [0.5, 1],
    [1, 2.05],
  ]
  top.covariance?.forEach((row, i) => row.forEach((one, j) => expectClose(one, expected[i]?.[j] as number, 1e-5)))
})

test('a top outside is met at the bound, and the rest is still told', () => {
  const slope = (at: Float64Array, gradient: Float64Array) => {
    const [u, v] = at as unknown as [number, number]
    gradient[0] = 3
    gradient[1] = -2 * (v - 2)
    return 3 * u - (v - 2) ** 2
  }
  const top = maximise(slope, { starts: [[0, 0]], bounds: { low: -5, high: 5 }, size: 1 })
  expect([...top.at]).toEqual([5, 2])
  expect(top.atBound).toEqual([true, false])
  expectClose(top.covariance?.[1]?.[1] as number, 0.5, 1e-6)
})
