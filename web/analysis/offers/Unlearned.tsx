import { learnNow } from '../../../src/analysis/contract.ts'
import { useAction } from '../../api.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useOfferWords } from './words.ts'

/** Nothing has been learned yet: it happens at night, or now. */
export function Unlearned() {
  const words = useOfferWords()
  const may = useMay()
  const learn = useAction(learnNow, { onDone: () => toast.done(words.learning) })
  return (
    <EmptyState
      title={words.nothing}
      action={
        may('analysis.write') && (
          <Button kind="primary" isPending={learn.pending} onPress={() => learn.run({})}>
            {words.learnNow}
          </Button>
        )
      }
    >
      {words.nothingWhy}
    </EmptyState>
  )
}
