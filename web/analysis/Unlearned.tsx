import type { ReactNode } from 'react'
import { learnNow } from '../../src/analysis/contract.ts'
import type { Endpoint } from '../../src/platform/http/contract.ts'
import { useAction } from '../api.ts'
import { useMay } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/states.tsx'
import { toast } from '../ui/toast.ts'

interface UnlearnedProps {
  title: string
  why: string
  /** on the button, and once it was pressed */
  learn: string
  learning: string
  refresh?: Endpoint[]
  /** another way on, beside the button */
  also?: ReactNode
}

/** No night has passed over it yet: what is not there and why, and a way to have it now. */
export function Unlearned({ title, why, learn, learning, refresh = [], also }: UnlearnedProps) {
  const may = useMay()
  const action = useAction(learnNow, { refresh, onDone: () => toast.done(learning) })
  return (
    <EmptyState
      title={title}
      action={
        <span className="flex gap-2 empty:hidden">
          {may('analysis.write') && (
            <Button isPending={action.pending} onPress={() => action.run({})}>
              {learn}
            </Button>
          )}
          {also}
        </span>
      }
    >
      {why}
    </EmptyState>
  )
}
