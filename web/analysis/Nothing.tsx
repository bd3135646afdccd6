import { rankNow } from '../../src/analysis/contract.ts'
import { useAction } from '../api.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { EmptyState } from '../ui/states.tsx'
import { toast } from '../ui/toast.ts'
import { useAnalysisWords } from './words.ts'

/** Nobody has bought yet, or nobody has been ranked yet. */
export function Nothing() {
  const words = useAnalysisWords()
  const may = useMay()
  const ranking = useAction(rankNow, { onDone: () => toast.done(words.ranking) })
  return (
    <EmptyState
      title={words.none}
      action={
        <span className="flex gap-2">
          {may('analysis.write') && (
            <Button isPending={ranking.pending} onPress={() => ranking.run({})}>
              {words.rankNow}
            </Button>
          )}
          {may('imports.read') && (
            <LinkButton kind="primary" href={paths.imports()}>
              {words.toImports}
            </LinkButton>
          )}
        </span>
      }
    >
      {words.noneWhy}
    </EmptyState>
  )
}
