import { Outlet, useRouterState } from '@tanstack/react-router'
import { Link as AriaLink } from 'react-aria-components'
import { paths } from '../paths.ts'
import { classes } from '../ui/classes.ts'
import { useWords } from '../words.ts'
import { type Place, places } from './places.ts'

/** The frame of the staff app: rooms at the left, the sheet at the right; on a phone five places at the bottom. */
export function Frame() {
  const words = useWords()
  return (
    <div className="min-h-dvh desk:grid desk:grid-cols-[var(--nav)_minmax(0,1fr)] print:block">
      <nav
        aria-label={words.places.rooms}
        className="no-print sticky top-0 hidden h-dvh flex-col px-3 pt-5 pb-4 desk:flex"
      >
        <Brand />
        <ul className="flex flex-col">
          {places.map((place) => (
            <li key={place.name}>
              <PlaceLink place={place} />
            </li>
          ))}
        </ul>
      </nav>
      <main
        id="main"
        tabIndex={-1}
        className="min-w-0 border-rule bg-sheet px-4 pt-3 pb-21 desk:border-l desk:px-8 desk:pt-6 desk:pb-8"
      >
        <Outlet />
      </main>
    </div>
  )
}

function Brand() {
  const words = useWords()
  return (
    <AriaLink href={paths.today()} className="mb-5 flex items-center gap-2.5 px-2 text-ink">
      <Seal />
      <span>
        <b className="block text-[1.0625rem] leading-[1.15] tracking-[0.03em]">{words.product}</b>
        <small className="block text-tiny tracking-[0.04em] text-ink-2">{words.tagline}</small>
      </span>
    </AriaLink>
  )
}

/** The seal 得, the only ornament. */
export function Seal() {
  return (
    <span
      aria-hidden
      className="grid size-[30px] flex-none place-items-center rounded-2 bg-accent text-[18px] leading-none font-bold text-on-accent"
    >
      得
    </span>
  )
}

function PlaceLink({ place }: { place: Place }) {
  const words = useWords()
  const here = useRouterState({ select: ({ location }) => isIn(location.pathname, place.href) })
  const Icon = place.icon
  return (
    <AriaLink
      href={place.href}
      {...(here ? { 'aria-current': 'page' as const } : {})}
      className={classes(
        'relative flex h-9 items-center gap-2.5 rounded-2 px-2.5',
        here
          ? 'bg-sheet font-bold text-accent before:absolute before:inset-y-1.5 before:-left-3 before:w-[3px] before:bg-accent'
          : 'text-ink hover:bg-hover',
      )}
    >
      <Icon aria-hidden size={16} strokeWidth={1.5} />
      {words.places[place.name]}
    </AriaLink>
  )
}

/** `/` only itself; any other place with what lies under it. */
export function isIn(pathname: string, href: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
