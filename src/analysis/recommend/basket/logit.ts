import { solveCholesky } from '../cholesky.ts'

/** Customers' choices to learn from: for each, some candidates and which of them came true. */
export interface Choices {
  /** values per candidate */
  width: number
  /** choice c has candidates starts[c] … starts[c + 1] − 1 */
  starts: Int32Array
  features: Float32Array
  chosen: Uint8Array
}

/**
 * Conditional logit (McFadden 1974): P(candidate) ∝ exp(weights · features) within each choice, a choice of several items
 * counting each as 1/n. Newton's method on Σ log-likelihood − ridge / 2 · |(weights − usual) · spread|², which is concave, so
 * that it ends at the same weights from everywhere. With few choices the weights stay near `usual`. Weights are for
 * features as they are, without scaling.
 */
export function fitLogit(choices: Choices, usual: ArrayLike<number>, ridge = 20): Float64Array {
  const spread = spreadOf(choices)
  const centre = Float64Array.from(usual, (weight, at) => weight * (spread[at] as number))
  const penalty = { centre, ridge: ridge / Math.max(1, choices.starts.length - 1) }
  let weights = centre.slice()
  let value = Number.NEGATIVE_INFINITY
  for (let round = 0; round < mostRounds; round++) {
    const here = slopeOf(choices, spread, weights, penalty)
    const step = here.slope
    solveCholesky(here.curve, step, choices.width, choices.width)
    let next = moved(weights, step, 1)
    let reached = valueOf(choices, spread, next, penalty)
    for (let half = 0.5; reached < here.value && half > 1e-3; half /= 2) {
      next = moved(weights, step, half)
      reached = valueOf(choices, spread, next, penalty)
    }
    if (!(reached > here.value)) break
    weights = next
    if (reached - value < 1e-9) break
    value = reached
  }
  return weights.map((weight, at) => weight / (spread[at] as number))
}

const mostRounds = 25

interface Penalty {
  centre: Float64Array
  ridge: number
}

const moved = (from: Float64Array, step: Float64Array, length: number) =>
  from.map((value, at) => value + length * (step[at] as number))

/** Standard deviation of each feature; 1 where it never differs. */
function spreadOf({ width, features }: Choices): Float64Array {
  const count = features.length / width
  const sums = new Float64Array(width)
  const squares = new Float64Array(width)
  for (let at = 0; at < features.length; at++) {
    const value = features[at] as number
    sums[at % width] = (sums[at % width] as number) + value
    squares[at % width] = (squares[at % width] as number) + value * value
  }
  return squares.map((square, at) => {
    const variance = square / count - ((sums[at] as number) / count) ** 2
    return variance > 1e-9 ? Math.sqrt(variance) : 1
  })
}

/** Chances of the candidates of one choice into `chances`; returns how many are chosen and their mean log-chance. */
function chancesOf(choices: Choices, scaled: Float64Array, choice: number, chances: Float64Array) {
  const { width, features, starts, chosen } = choices
  const from = starts[choice] as number
  const count = (starts[choice + 1] as number) - from
  let most = Number.NEGATIVE_INFINITY
  let own = 0
  let hits = 0
  for (let n = 0; n < count; n++) {
    let score = 0
    const line = (from + n) * width
    for (let f = 0; f < width; f++) score += (scaled[f] as number) * (features[line + f] as number)
    chances[n] = score
    if (score > most) most = score
    if (chosen[from + n] === 1) {
      own += score
      hits++
    }
  }
  let total = 0
  for (let n = 0; n < count; n++) {
    const chance = Math.exp((chances[n] as number) - most)
    chances[n] = chance
    total += chance
  }
  for (let n = 0; n < count; n++) chances[n] = (chances[n] as number) / total
  return { from, count, hits, mean: hits > 0 ? own / hits - most - Math.log(total) : 0 }
}

function valueOf(choices: Choices, spread: Float64Array, weights: Float64Array, penalty: Penalty): number {
  const scaled = weights.map((weight, at) => weight / (spread[at] as number))
  const size = choices.starts.length - 1
  const chances = new Float64Array(mostCandidates(choices))
  let sum = 0
  for (let choice = 0; choice < size; choice++) sum += chancesOf(choices, scaled, choice, chances).mean
  return sum / size - penaltyOf(weights, penalty)
}

function slopeOf(choices: Choices, spread: Float64Array, weights: Float64Array, penalty: Penalty) {
  const { width, features, chosen } = choices
  const size = choices.starts.length - 1
  const scaled = weights.map((weight, at) => weight / (spread[at] as number))
  const slope = new Float64Array(width)
  const curve = new Float64Array(width * width)
  const chances = new Float64Array(mostCandidates(choices))
  const mean = new Float64Array(width)
  const line = new Float64Array(width)
  let value = 0
  for (let choice = 0; choice < size; choice++) {
    const { from, count, hits, mean: logChance } = chancesOf(choices, scaled, choice, chances)
    if (hits === 0) continue
    value += logChance / size
    mean.fill(0)
    for (let n = 0; n < count; n++) {
      const chance = chances[n] as number
      const pull = ((chosen[from + n] as number) / hits - chance) / size
      for (let f = 0; f < width; f++) {
        const feature = (features[(from + n) * width + f] as number) / (spread[f] as number)
        line[f] = feature
        mean[f] = (mean[f] as number) + chance * feature
        slope[f] = (slope[f] as number) + pull * feature
      }
      addSquare(curve, line, chance / size, width)
    }
    addSquare(curve, mean, -1 / size, width)
  }
  for (let f = 0; f < width; f++) {
    slope[f] = (slope[f] as number) - penalty.ridge * ((weights[f] as number) - (penalty.centre[f] as number))
    curve[f * width + f] = (curve[f * width + f] as number) + penalty.ridge
  }
  return { value: value - penaltyOf(weights, penalty), slope, curve }
}

const penaltyOf = (weights: Float64Array, { centre, ridge }: Penalty) =>
  (ridge / 2) * weights.reduce((sum, weight, at) => sum + (weight - (centre[at] as number)) ** 2, 0)

/** Adds factor · v·vᵀ to the lower triangle. */
function addSquare(square: Float64Array, vector: Float64Array, factor: number, width: number): void {
  for (let a = 0; a < width; a++) {
    const left = factor * (vector[a] as number)
    if (left === 0) continue
    for (let b = 0; b <= a; b++)
      square[a * width + b] = (square[a * width + b] as number) + left * (vector[b] as number)
  }
}

function mostCandidates({ starts }: Choices): number {
  let most = 0
  for (let c = 1; c < starts.length; c++) most = Math.max(most, (starts[c] as number) - (starts[c - 1] as number))
  return most
}
