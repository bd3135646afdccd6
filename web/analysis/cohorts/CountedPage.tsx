import type { UseQueryResult } from '@tanstack/react-query'
import type { ComponentProps, ReactNode } from 'react'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { Unlearned } from '../Unlearned.tsx'
import { useAnalysisWords } from '../words.ts'
import { AsOfDays, NotCounted } from './AsOfDays.tsx'
import { useCohortWords } from './words.ts'

interface CountedPageProps<Reply, Counted> {
  here: ComponentProps<typeof AnalysisPage>['here']
  /** the day asked for; undefined: the latest night */
  asOf: string | undefined
  onAsOf(day: string | undefined): void
  reply: UseQueryResult<Reply>
  counted: Counted | null | undefined
  children(counted: Counted): ReactNode
}

/** The frame of the pages about repeat purchases: as of which day, and what stands where nothing was counted. */
export function CountedPage<Reply, Counted extends { asOf: string; computedAt: string }>(
  props: CountedPageProps<Reply, Counted>,
) {
  const { here, asOf, onAsOf, reply, counted, children } = props
  return (
    <AnalysisPage
      here={here}
      asOf={counted && <AsOf {...counted} />}
      conditions={<AsOfDays asOf={asOf} onChange={onAsOf} />}
    >
      <Reading of={reply} lines={10}>
        {() =>
          counted ? (
            children(counted)
          ) : asOf ? (
            <NotCounted asOf={asOf} onLatest={() => onAsOf(undefined)} />
          ) : (
            <NothingCounted />
          )
        }
      </Reading>
    </AnalysisPage>
  )
}

function NothingCounted() {
  const words = useCohortWords()
  const analysis = useAnalysisWords()
  const may = useMay()
  return (
    <Unlearned
      title={words.none}
      why={words.noneWhy}
      learn={words.countNow}
      learning={analysis.ranking}
      also={
        may('imports.read') && (
          <LinkButton kind="primary" href={paths.imports()}>
            {analysis.toImports}
          </LinkButton>
        )
      }
    />
  )
}
