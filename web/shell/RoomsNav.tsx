import { useRouterState } from '@tanstack/react-router'
import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react'
import { Button as AriaButton, Link as AriaLink } from 'react-aria-components'
import { matchingState } from '../../src/customers/proposals/state/contract.ts'
import { useCall } from '../api.ts'
import { DemoLabel } from '../demo/DemoLabel.tsx'
import { useFormat } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { classes } from '../ui/classes.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { Tooltip } from '../ui/Popover.tsx'
import { useWords } from '../words.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { JobsIndicator } from './JobsIndicator.tsx'
import { isIn, type Place, usePlaces } from './places.ts'
import { Brand } from './Seal.tsx'
import { useShellWords } from './words.ts'

/** The left column: seal, search, rooms, running work, company and person. Collapses to icons. */
export function RoomsNav({ onSearch, onKeys }: { onSearch(): void; onKeys(): void }) {
  const words = useWords()
  const shell = useShellWords()
  const { narrowNav: narrow, choose } = usePreferences()
  const places = usePlaces()
  const groups = [places.filter((place) => !place.apart), places.filter((place) => place.apart)]
  const Panel = narrow ? PanelLeftOpen : PanelLeftClose
  return (
    <nav
      aria-label={words.places.rooms}
      className="no-print sticky top-0 hidden h-dvh flex-col overflow-y-auto px-3 pt-5 pb-4 desk:flex"
    >
      <Brand narrow={narrow} />
      <div className="empty:hidden -mt-2 mb-3">
        <DemoLabel narrow={narrow} />
      </div>
      <AriaButton
        onPress={onSearch}
        {...(narrow ? { 'aria-label': shell.searchAll } : {})}
        className="mb-4 flex h-8 flex-none items-center gap-2 rounded-2 border border-rule-2 bg-sheet px-2 text-ink-2 hover:border-field"
      >
        <Search aria-hidden size={16} strokeWidth={1.5} className="flex-none" />
        {!narrow && (
          <>
            {shell.search}
            <span className="ml-auto">
              <KeyHint keys={['Mod', 'K']} />
            </span>
          </>
        )}
      </AriaButton>
      {groups.map((group, index) => (
        <ul key={index} className={classes('flex flex-col', index > 0 && 'mt-2 border-t border-rule-2 pt-2')}>
          {group.map((place) => (
            <li key={place.name}>
              <PlaceLink place={place} narrow={narrow} />
            </li>
          ))}
        </ul>
      ))}
      <div className="mt-auto flex flex-col gap-1 pt-4">
        <JobsIndicator narrow={narrow} />
        <div className={classes('flex items-end gap-1 border-t border-rule-2 pt-2', narrow && 'flex-col items-center')}>
          <AccountMenu narrow={narrow} onKeys={onKeys} />
          <Tooltip text={narrow ? shell.widen : shell.narrow}>
            <AriaButton
              aria-label={narrow ? shell.widen : shell.narrow}
              onPress={() => choose({ narrowNav: !narrow })}
              className="grid size-8 flex-none place-items-center rounded-2 text-ink-2 hover:bg-hover hover:text-ink"
            >
              <Panel aria-hidden size={16} strokeWidth={1.5} />
            </AriaButton>
          </Tooltip>
        </div>
      </div>
    </nav>
  )
}

/** How many pairs wait to be decided. */
function ProposalCount() {
  const format = useFormat()
  const state = useCall(matchingState, {}, { interval: () => 60_000, staleTime: 30_000 })
  if (!state.data || state.data.open === 0) return null
  return <span className="ml-auto text-note font-normal text-ink-2">{format.number(state.data.open)}</span>
}

function PlaceLink({ place, narrow }: { place: Place; narrow: boolean }) {
  const words = useWords()
  const here = useRouterState({ select: ({ location }) => isIn(location.pathname, place.href) })
  const Icon = place.icon
  const name = words.places[place.name]
  const link = (
    <AriaLink
      href={place.href}
      {...(here ? { 'aria-current': 'page' as const } : {})}
      {...(narrow ? { 'aria-label': name } : {})}
      className={classes(
        'relative flex h-9 cursor-pointer items-center gap-2.5 rounded-2',
        narrow ? 'justify-center' : 'px-2.5',
        here
          ? 'bg-sheet font-bold text-accent before:absolute before:inset-y-1.5 before:-left-3 before:w-[3px] before:bg-accent'
          : 'text-ink hover:bg-hover',
      )}
    >
      <Icon aria-hidden size={16} strokeWidth={1.5} className="flex-none" />
      {!narrow && name}
      {!narrow && place.count && <ProposalCount />}
    </AriaLink>
  )
  return narrow ? <Tooltip text={name}>{link}</Tooltip> : link
}
