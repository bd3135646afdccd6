import type { ItemModel } from '../items/model.ts'
import { sharedFloats, sharedInts } from '../rows.ts'
import type { Likeness } from './likeness.ts'

/** With this many buyers a product's own figures weigh as much as those of the products like it. */
const evenAt = 10
const like = 20
const coldBelow = 30

/**
 * The model with weights for products that hardly anyone has bought: the weights of the 20 products most like them, each by
 * its likeness, n / (n + 10) of the way toward their own. Products with 30 buyers stand for themselves.
 */
export function warm(model: ItemModel, buyers: ArrayLike<number>, likeness: Likeness, k: number): ItemModel {
  const { items } = model
  const cold = Array.from({ length: items }, (_, item) => (buyers[item] as number) < coldBelow)
  if (!cold.includes(true)) return model
  const byTarget = new Map<number, { from: number; share: number }[]>()
  for (let item = 0; item < items; item++) {
    if (!cold[item]) continue
    const nearest = likeness.nearest(item, like)
    const own = (buyers[item] as number) / ((buyers[item] as number) + evenAt)
    const sum = nearest.scores.reduce((total, score) => total + score, 0)
    for (const [n, near] of nearest.ids.entries()) {
      // what is cold itself has nothing to lend
      if (cold[near]) continue
      const share = ((1 - own) * (nearest.scores[n] as number)) / sum
      const held = byTarget.get(near)
      if (held) held.push({ from: item, share })
      else byTarget.set(near, [{ from: item, share }])
    }
  }
  return rebuilt(
    model,
    (source, add) => {
      for (let at = model.starts[source] as number; at < (model.starts[source + 1] as number); at++) {
        const target = model.targets[at] as number
        const weight = model.weights[at] as number
        const count = buyers[target] as number
        add(target, cold[target] ? (weight * count) / (count + evenAt) : weight)
        for (const { from, share } of byTarget.get(target) ?? []) if (from !== source) add(from, share * weight)
      }
    },
    k,
  )
}

/** Sources keep their targets of greatest weight, eight times `k` at most. */
function rebuilt(
  model: ItemModel,
  tell: (source: number, add: (target: number, weight: number) => void) => void,
  k: number,
): ItemModel {
  const { items } = model
  const starts = sharedInts(items + 1)
  const targets: number[] = []
  const weights: number[] = []
  for (let source = 0; source < items; source++) {
    const own = new Map<number, number>()
    tell(source, (target, weight) => own.set(target, (own.get(target) ?? 0) + weight))
    const kept = [...own].sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || a - b).slice(0, 8 * k)
    for (const [target, weight] of kept.sort(([a], [b]) => a - b)) {
      targets.push(target)
      weights.push(weight)
    }
    starts[source + 1] = targets.length
  }
  const warmed = { items, starts, targets: sharedInts(targets.length), weights: sharedFloats(weights.length) }
  warmed.targets.set(targets)
  warmed.weights.set(weights)
  return warmed
}
