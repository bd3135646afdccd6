import { Unlearned } from '../Unlearned.tsx'
import { useOfferWords } from './words.ts'

export function NothingLearned() {
  const { nothing, nothingWhy, learnNow, learning } = useOfferWords()
  return <Unlearned title={nothing} why={nothingWhy} learn={learnNow} learning={learning} />
}
