import { useRouterState } from '@tanstack/react-router'
import { Ellipsis, Search } from 'lucide-react'
import { Button as AriaButton, Link as AriaLink } from 'react-aria-components'
import { DemoLabel } from '../demo/DemoLabel.tsx'
import { classes } from '../ui/classes.ts'
import { Menu, MenuItem, MenuRule, MenuSection } from '../ui/Popover.tsx'
import { useWords } from '../words.ts'
import { AccountItems } from './AccountMenu.tsx'
import { isIn, usePlaces } from './places.ts'
import { Seal } from './Seal.tsx'
import { useShellWords } from './words.ts'

export function PhoneHead({ onSearch }: { onSearch(): void }) {
  const words = useWords()
  const shell = useShellWords()
  return (
    <header className="no-print flex h-13 items-center gap-2.5 border-b border-rule bg-ground px-4 desk:hidden">
      <Seal />
      <b className="text-[1.0625rem]">{words.product}</b>
      <DemoLabel />
      <AriaButton
        aria-label={shell.searchAll}
        onPress={onSearch}
        className="-mr-3 ml-auto grid size-11 place-items-center rounded-2 text-ink-2"
      >
        <Search aria-hidden size={18} strokeWidth={1.5} />
      </AriaButton>
    </header>
  )
}

const tab = 'flex min-w-0 flex-col items-center justify-center gap-1 border-t-2 -mt-px text-note whitespace-nowrap'

/** Four places and その他 within reach of the thumb. */
export function PhoneTabs({ onKeys }: { onKeys(): void }) {
  const words = useWords()
  const places = usePlaces()
  const pathname = useRouterState({ select: ({ location }) => location.pathname })
  const main = places.filter((place) => place.onPhone)
  const rest = places.filter((place) => !place.onPhone)
  const inRest = rest.some((place) => isIn(pathname, place.href))
  return (
    <nav
      aria-label={words.places.mainRooms}
      className="no-print fixed inset-x-0 bottom-0 z-20 grid h-[calc(60px+env(safe-area-inset-bottom))] auto-cols-fr grid-flow-col border-t border-rule-2 bg-sheet pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      {main.map((place) => {
        const here = isIn(pathname, place.href)
        return (
          <AriaLink
            key={place.name}
            href={place.href}
            {...(here ? { 'aria-current': 'page' as const } : {})}
            className={classes(tab, here ? 'border-accent font-bold text-accent' : 'border-transparent text-ink-2')}
          >
            <place.icon aria-hidden size={20} strokeWidth={1.5} />
            {words.places[place.name]}
          </AriaLink>
        )
      })}
      <Menu
        label={words.places.more}
        placement="top end"
        trigger={
          <AriaButton
            className={classes(tab, inRest ? 'border-accent font-bold text-accent' : 'border-transparent text-ink-2')}
          >
            <Ellipsis aria-hidden size={20} strokeWidth={1.5} />
            {words.places.more}
          </AriaButton>
        }
      >
        <MenuSection label={words.places.rooms}>
          {rest.map((place) => (
            <MenuItem key={place.name} href={place.href} icon={<place.icon aria-hidden size={16} strokeWidth={1.5} />}>
              {words.places[place.name]}
            </MenuItem>
          ))}
        </MenuSection>
        <MenuRule />
        <AccountItems onKeys={onKeys} />
      </Menu>
    </nav>
  )
}
