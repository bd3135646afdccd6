import { learnNow } from '../../../src/analysis/contract.ts'
import { useAction } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useAnalysisWords } from '../words.ts'
import { useCohortWords } from './words.ts'

/** No night has counted anything yet. */
export function NothingCounted() {
  const words = useCohortWords()
  const analysis = useAnalysisWords()
  const may = useMay()
  const counting = useAction(learnNow, { onDone: () => toast.done(analysis.ranking) })
  return (
    <EmptyState
      title={words.none}
      action={
        <span className="flex gap-2">
          {may('analysis.write') && (
            <Button isPending={counting.pending} onPress={() => counting.run({})}>
              {words.countNow}
            </Button>
          )}
          {may('imports.read') && (
            <LinkButton kind="primary" href={paths.imports()}>
              {analysis.toImports}
            </LinkButton>
          )}
        </span>
      }
    >
      {words.noneWhy}
    </EmptyState>
  )
}
