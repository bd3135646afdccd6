import { type Rows, turned } from '../rows.ts'
import { addTo, type Sheet, topOfSheet, wipe } from '../sheet.ts'
import { type Baskets, frequencyOf, type History, pickCustomers, rowsOfBaskets } from './baskets.ts'

/** Customers who bought much the same (after TIFU-KNN, Hu et al. 2020). */
export interface Crowd {
  /** their places among everyone, ascending */
  customers: Int32Array
  /** by item, who has it and its part of their vector of length 1, by which customers are compared */
  likers: Rows
  /** per customer, what they bring to the vote: Σ 0.9^age / √baskets */
  votes: Rows
}

/** Personal item frequency of two decays: 0.9 a basket within a group of baskets, 0.7 a group, seven groups at most. */
function tifu(age: number, count: number): number {
  const size = Math.ceil(count / 7)
  return (0.7 ** Math.floor(age / size) * 0.9 ** (age % size)) / (Math.ceil(count / size) * size)
}

const vote = (age: number, count: number) => 0.9 ** age / Math.sqrt(count)

/** More customers than this do not make better neighbours, only slower ones. */
const mostCustomers = 30_000

export function crowdOf(baskets: Baskets): Crowd {
  const size = Math.min(baskets.customers, mostCustomers)
  // evenly spread over everyone, in a fixed order
  const customers = Int32Array.from({ length: size }, (_, at) => Math.floor((at * baskets.customers) / size))
  const chosen = size < baskets.customers ? pickCustomers(baskets, customers) : baskets
  const likes = rowsOfBaskets(chosen, tifu)
  for (let u = 0; u < size; u++) normalise(likes.weights.subarray(likes.starts[u], likes.starts[u + 1]))
  return { customers, likers: turned(likes), votes: rowsOfBaskets(chosen, vote) }
}

function normalise(vector: Float32Array): void {
  let sum = 0
  for (const value of vector) sum += value * value
  const length = Math.sqrt(sum)
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) / length
}

const mostNeighbours = 300

/**
 * What the 300 most similar customers (cosine) bought, each counting by similarity, added to `sheet`. `self`: the customer's
 * own place among everyone, who is not their own neighbour. `near` is memory as long as the crowd.
 */
export function askCrowd(crowd: Crowd, history: History, self: number, near: Sheet, sheet: Sheet): void {
  const { likers, votes } = crowd
  for (const [item, weight] of frequencyOf(history, tifu)) {
    const end = likers.starts[item + 1] as number
    for (let at = likers.starts[item] as number; at < end; at++) {
      addTo(near, likers.items[at] as number, weight * (likers.weights[at] as number))
    }
  }
  const nearest = topOfSheet(near, mostNeighbours + 1)
  wipe(near)
  const others = [...nearest.ids.entries()].filter(([, customer]) => crowd.customers[customer] !== self)
  const chosen = others.slice(0, mostNeighbours)
  const total = chosen.reduce((sum, [n]) => sum + (nearest.scores[n] as number), 0)
  for (const [n, customer] of chosen) {
    const share = (nearest.scores[n] as number) / total
    const end = votes.starts[customer + 1] as number
    for (let at = votes.starts[customer] as number; at < end; at++) {
      addTo(sheet, votes.items[at] as number, share * (votes.weights[at] as number))
    }
  }
}
