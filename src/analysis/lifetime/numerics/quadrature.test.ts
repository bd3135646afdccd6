import { expect, test } from 'vitest'
import { kummerU } from './kummer.ts'
import { logGamma, logGammaGain } from './log-gamma.ts'
import { betaNodes, gammaNodes, gaussLegendre } from './quadrature.ts'

/** Expected values by mpmath with 30 digits. */
function expectRelative(found: number, expected: number, share: number): void {
  expect(Math.abs(found / expected - 1), `${found} against ${expected}`).toBeLessThanOrEqual(share)
}

test.each([
  [0.5, 0.5, 0.1, 1.28250938971185],
  [0.01, 0.01, 0.05, 1.004073498002413],
  [1, 0.4, 1e-9, 1.666651953079655],
  [1, 1.4, 1e-12, 139953.9055364148],
  [3, 2, 5, 0.003522383003437294],
  [50, -20, 3, 4.249867715883124e-85],
  [2, 40, 0.5, 4.678269244298563e56],
  [1, -9, 1e6, 9.999890001319983e-7],
  [30, 50, 100, 2.015422717208406e-58],
  [0.606, 0.606, 0.13, 1.31758927065097],
  [1e-6, 0.3, 2, 0.9999990432792154],
])('U(%s, %s, %s)', (a, b, z, expected) => {
  expectRelative(kummerU(a, b, z), expected, 1e-12)
})

test.each([
  [0.79, 2.4, 4.14856623451048],
  [0.001, 0.04, 9.757493664914936],
  [0.001, 50, 9.998292564604222],
  [5, 0.001, 0.90929172756695],
  [300, 2, 0.9146139247995868],
])('mean of 1/(0.1 + p) over Beta(%s, %s)', (a, b, expected) => {
  const { nodes, weights } = betaNodes(a, b)
  expectRelative(
    nodes.reduce((sum, p, place) => sum + (weights[place] as number) / (0.1 + p), 0),
    expected,
    1e-12,
  )
})

test.each([
  [0.001, 3308.30688412682],
  [0.25, 7.824304389874921],
  [1, 1.222535605080586],
  [3.3, 0.2766617916050985],
  [40, 0.01951687694291723],
])('mean of 1/(0.3 k + g) over Gamma(k = %s)', (shape, expected) => {
  const { nodes, weights } = gammaNodes(shape)
  expectRelative(
    nodes.reduce((sum, g, place) => sum + (weights[place] as number) / (0.3 * shape + g), 0),
    expected,
    1e-12,
  )
})

test('Gauss–Legendre is exact for polynomials of degree 2n − 1', () => {
  for (const size of [1, 2, 4, 9, 16, 64]) {
    const { nodes, weights } = gaussLegendre(size)
    const degree = 2 * size - 2
    const sum = nodes.reduce((all, x, place) => all + (weights[place] as number) * x ** degree, 0)
    expectRelative(sum, 2 / (degree + 1), 1e-13)
  }
})

test('the gain of ln Γ does not cancel far out', () => {
  expectRelative(logGammaGain(3, 2.5), logGamma(5.5) - logGamma(3), 1e-14)
  // Γ(z + 1)/Γ(z) = z
  expectRelative(logGammaGain(1e12, 1), Math.log(1e12), 1e-15)
  expectRelative(logGammaGain(1e6, 2), Math.log(1e6) + Math.log(1e6 + 1), 1e-15)
})
