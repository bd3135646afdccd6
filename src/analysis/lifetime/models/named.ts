import { bgCnbd, bgNbd } from './bg-nbd.ts'
import { mbgCnbd, mbgNbd } from './mbg-nbd.ts'
import type { BuyingModel, ModelName } from './model.ts'
import { nbd } from './nbd.ts'
import { paretoNbd } from './pareto-nbd.ts'

/** Every model of repeat buying, the default first. */
export const modelNames = ['mbgnbd', 'bgnbd', 'pnbd', 'bgcnbd', 'mbgcnbd', 'nbd'] as const satisfies ModelName[]

/** The model by its name; `k` is heard by those for regular buyers. */
export function modelNamed(name: ModelName, k = 1): BuyingModel {
  switch (name) {
    case 'nbd':
      return nbd
    case 'bgnbd':
      return bgNbd
    case 'mbgnbd':
      return mbgNbd
    case 'pnbd':
      return paretoNbd
    case 'bgcnbd':
      return bgCnbd(k)
    case 'mbgcnbd':
      return mbgCnbd(k)
  }
}
