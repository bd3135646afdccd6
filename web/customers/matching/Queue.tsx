import { Fragment, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { type DecisionName, getCustomer, type ProposalReply } from '../../../src/customers/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { usePreferences } from '../../preferences.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { isComposing, isTextPlace } from '../../ui/keys.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Money, Percent } from '../../ui/values.tsx'
import { EvidenceBars } from './EvidenceBars.tsx'
import { type Choices, PairTable } from './PairTable.tsx'
import { keyOfPair, useQueue } from './use-queue.ts'
import { useMatchingWords } from './words.ts'

const keys = { join: 'J', apart: 'N', household: 'H', later: 'L' } as const satisfies Record<DecisionName, string>

interface QueueProps {
  show: 'open' | 'later'
  /** pairs of this customer alone */
  customerId?: number | undefined
  isMatched: boolean
}

/** One pair after the other, decided by a key each. */
export function Queue({ show, customerId, isMatched }: QueueProps) {
  const words = useMatchingWords()
  const { shortcuts } = usePreferences()
  const { pages, left, isThrough, canUndo, said, decide, undo, isUndoing } = useQueue(show, customerId)
  const [chosen, setChosen] = useState<(Choices & { key: string }) | null>(null)
  const [pair, next] = left
  const key = pair && keyOfPair(pair)
  const choices: Choices = chosen && chosen.key === key ? chosen : { intoId: pair?.customer.id ?? 0, taken: [] }
  const act = (decision: DecisionName) =>
    pair && decide(pair, decision, { intoId: choices.intoId, taken: [...choices.taken] })
  const offered = (Object.keys(keys) as DecisionName[]).filter((one) => one !== 'later' || show === 'open')
  useKeys({
    ...Object.fromEntries(offered.map((one) => [`Key${keys[one]}`, () => act(one)])),
    KeyZ: () => void undo(),
  })
  if (pages.isPending) return <Loading lines={10} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  if (!pair && (pages.isFetchingNextPage || pages.hasNextPage)) return <Loading lines={10} />
  if (!pair || !key) {
    return (
      <TheEnd isThrough={isThrough} isMatched={isMatched} show={show} said={said}>
        {canUndo && (
          <Button isPending={isUndoing} onPress={() => void undo()}>
            {words.actions.undo}
            <KeyOf letter="Z" isShown={shortcuts} />
          </Button>
        )}
      </TheEnd>
    )
  }
  return (
    <div className="mt-4">
      {/* stays while the pairs change, and so does the focus on its buttons */}
      <div
        role="toolbar"
        aria-label={words.actions.title}
        className="sticky top-0 z-10 flex flex-wrap items-center gap-2 border-b border-rule-2 bg-sheet py-2 pointer-coarse:gap-y-3"
      >
        {offered.map((one) => (
          <Button key={one} kind={one === 'join' ? 'primary' : 'secondary'} onPress={() => act(one)}>
            {words.actions[one]}
            <KeyOf letter={keys[one]} isShown={shortcuts} isOnAccent={one === 'join'} />
          </Button>
        ))}
        <Button kind="quiet" isDisabled={!canUndo} onPress={() => void undo()}>
          {words.actions.undo}
          <KeyOf letter="Z" isShown={shortcuts} />
        </Button>
      </div>
      <p role="status" className="mt-2 min-h-[1lh] text-note text-ink-2">
        {said ?? words.order}
      </p>
      <Fragment key={key}>
        <Chances pair={pair} />
        <div className="mt-4 grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_400px]">
          <PairTable pair={pair} choices={choices} onChoose={(made) => setChosen({ ...made, key })} />
          <EvidenceBars evidence={pair.evidence} chance={pair.chance} />
        </div>
      </Fragment>
      {next && <ReadAhead key={keyOfPair(next)} pair={next} />}
    </div>
  )
}

interface KeyOfProps {
  letter: string
  isShown: boolean
  isOnAccent?: boolean
}

/** The key that does the same; not for fingers, nor for who has switched the keys off. */
function KeyOf({ letter, isShown, isOnAccent = false }: KeyOfProps) {
  if (!isShown) return null
  return (
    <kbd
      aria-hidden
      className={classes('pointer-coarse:hidden', isOnAccent && 'border-current! bg-transparent! text-on-accent!')}
    >
      {letter}
    </kbd>
  )
}

interface TheEndProps {
  isThrough: boolean
  isMatched: boolean
  show: 'open' | 'later'
  said: string | null
  children: ReactNode
}

/** Nothing is left, or nothing was there. Who worked down to it by keys goes on from here. */
function TheEnd({ isThrough, isMatched, show, said, children }: TheEndProps) {
  const words = useMatchingWords()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isThrough) place.current?.focus()
  }, [isThrough])
  return (
    <div ref={place} tabIndex={-1} className="mt-4 shadow-none! outline-none">
      <EmptyState
        title={isThrough ? words.through : show === 'later' ? words.noneLater : isMatched ? words.none : words.noneYet}
        action={children}
      >
        {isThrough ? said : show === 'open' && (isMatched ? words.noneWhy : words.noneYetWhy)}
      </EmptyState>
    </div>
  )
}

/** The next pair's records, so that they stand at once. */
function ReadAhead({ pair }: { pair: ProposalReply }) {
  useCall(getCustomer, { params: { id: pair.customer.id } })
  useCall(getCustomer, { params: { id: pair.other.id } })
  return null
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
