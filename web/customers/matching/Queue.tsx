import { useEffect, useEffectEvent, useState } from 'react'
import { type DecisionName, getCustomer, type ProposalReply } from '../../../src/customers/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { usePreferences } from '../../preferences.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { isComposing, isTextPlace } from '../../ui/keys.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Money, Percent } from '../../ui/values.tsx'
import { EvidenceBars } from './EvidenceBars.tsx'
import { type Choices, PairTable } from './PairTable.tsx'
import { keyOfPair, useQueue } from './use-queue.ts'
import { useMatchingWords } from './words.ts'

const keys = { join: 'J', apart: 'N', household: 'H', later: 'L' } as const satisfies Record<DecisionName, string>

/** One pair after the other, decided by a key each. */
export function Queue({ show }: { show: 'open' | 'later' }) {
  const words = useMatchingWords()
  const { pages, left, decided, decide, undo, isUndoing } = useQueue(show)
  const [pair, next] = left
  if (pages.isPending) return <Loading lines={10} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  if (!pair && (pages.isFetchingNextPage || pages.hasNextPage)) return <Loading lines={10} />
  return (
    <div className="mt-4">
      {pair ? (
        <PairView key={keyOfPair(pair)} pair={pair} show={show} onDecide={decide} onUndo={undo} canUndo={decided > 0} />
      ) : (
        <EmptyState
          title={decided > 0 ? words.through : show === 'open' ? words.none : words.noneLater}
          {...(decided > 0 && {
            action: (
              <Button isPending={isUndoing} onPress={() => void undo()}>
                {words.actions.undo}
              </Button>
            ),
          })}
        >
          {decided === 0 && show === 'open' && words.noneWhy}
        </EmptyState>
      )}
      {next && <ReadAhead key={keyOfPair(next)} pair={next} />}
    </div>
  )
}

/** The next pair's records, so that they stand at once. */
function ReadAhead({ pair }: { pair: ProposalReply }) {
  useCall(getCustomer, { params: { id: pair.customer.id } })
  useCall(getCustomer, { params: { id: pair.other.id } })
  return null
}

interface PairViewProps {
  pair: ProposalReply
  show: 'open' | 'later'
  onDecide: ReturnType<typeof useQueue>['decide']
  onUndo(): Promise<void>
  canUndo: boolean
}

function PairView({ pair, show, onDecide, onUndo, canUndo }: PairViewProps) {
  const words = useMatchingWords()
  const [choices, setChoices] = useState<Choices>({ intoId: pair.customer.id, taken: [] })
  const decide = (decision: DecisionName) => onDecide(pair, decision, { ...choices, taken: [...choices.taken] })
  const offered = (Object.keys(keys) as DecisionName[]).filter((one) => one !== 'later' || show === 'open')
  useKeys({
    ...Object.fromEntries(offered.map((one) => [`Key${keys[one]}`, () => decide(one)])),
    KeyZ: () => void onUndo(),
  })
  return (
    <>
      <div
        role="toolbar"
        aria-label={words.actions.title}
        className="sticky top-0 z-10 flex flex-wrap items-center gap-2 border-b border-rule-2 bg-sheet py-2"
      >
        {offered.map((one) => (
          <Button key={one} kind={one === 'join' ? 'primary' : 'secondary'} onPress={() => decide(one)}>
            {words.actions[one]}
            <kbd aria-hidden {...(one === 'join' && { className: 'border-current! bg-transparent! text-on-accent!' })}>
              {keys[one]}
            </kbd>
          </Button>
        ))}
        <Button kind="quiet" isDisabled={!canUndo} onPress={() => void onUndo()}>
          {words.actions.undo}
          <kbd aria-hidden>Z</kbd>
        </Button>
      </div>
      <Chances pair={pair} />
      <div className="mt-4 grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_400px]">
        <PairTable pair={pair} choices={choices} onChoose={setChoices} />
        <EvidenceBars evidence={pair.evidence} />
      </div>
    </>
  )
}

function Chances({ pair }: { pair: ProposalReply }) {
  const words = useMatchingWords()
  const format = useFormat()
  const { rule, veto } = pair
  const known = <Name extends string>(names: Record<Name, string>, name: string | null) =>
    name !== null && name in names ? names[name as Name] : undefined
  const [ruleName, vetoName] = [known(words.rules, rule), known(words.vetoes, veto)]
  return (
    <div className="mt-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <dl className="contents">
          <div className="flex items-baseline gap-2">
            <dt className="text-ink-2">{words.chance}</dt>
            <dd className="text-h1">
              {/* never rounded up to certainty */}
              <Percent share={Math.min(pair.chance, 0.9994)} />
            </dd>
          </div>
          {pair.household >= 0.01 && (
            <div className="flex items-baseline gap-2">
              <dt className="text-ink-2">{words.household}</dt>
              <dd>
                <Percent share={pair.household} />
              </dd>
            </div>
          )}
          <div className="flex items-baseline gap-2">
            <dt className="text-ink-2">{words.stake}</dt>
            <dd>
              <Money amount={pair.value} />
            </dd>
          </div>
        </dl>
        <span className="text-note text-ink-2">{words.found(format.date(pair.foundAt))}</span>
        {ruleName && <span className="text-note text-ink-2">{words.rule(ruleName)}</span>}
      </div>
      {vetoName && <Notice tone="warn">{vetoName}</Notice>}
    </div>
  )
}

const patience = 1500

/** Single keys of this page, by their place on the keyboard; after G a letter leads to a place instead. */
function useKeys(actions: Record<string, () => void>): void {
  const { shortcuts } = usePreferences()
  const act = useEffectEvent((code: string) => {
    const action = actions[code]
    action?.()
    return action !== undefined
  })
  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY
    function press(event: KeyboardEvent) {
      if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return
      if (isTextPlace(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"]')) return
      const isGoing = event.timeStamp - wentAt < patience
      wentAt = event.code === 'KeyG' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (shortcuts && !isGoing && act(event.code)) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [shortcuts])
}
