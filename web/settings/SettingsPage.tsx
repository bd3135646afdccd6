import type { ReactNode } from 'react'
import { Link as AriaLink } from 'react-aria-components'
import * as z from 'zod'
import { useAddress } from '../address.ts'
import { paths } from '../paths.ts'
import { classes } from '../ui/classes.ts'
import { Link } from '../ui/Link.tsx'
import { Page } from '../ui/Page.tsx'
import { SearchBox } from '../ui/TextField.tsx'
import { groups, type SettingName, useSettings } from './sitemap.ts'
import { useSettingsWords } from './words.ts'

const search = z.object({ q: z.string().optional().catch(undefined) })

function useQuery() {
  const [{ q = '' }, change] = useAddress(search)
  return [q, (text: string) => change({ q: text || undefined }, { replace: true })] as const
}

/** The map of all settings: the way in, and on a phone the only way between them. */
export function SettingsIndexPage() {
  const words = useSettingsWords()
  const [query, look] = useQuery()
  const found = useSettings(query)
  return (
    <Page title={words.title}>
      <div className="mt-4">
        <SearchBox label={words.search} placeholder={words.searchHint} value={query} onSearch={look} size="normal" />
      </div>
      {found.length === 0 && <p className="py-8">{words.noMatch}</p>}
      <div className="mt-5 grid gap-x-10 gap-y-6 tablet:grid-cols-2">
        {groups.map((group) => {
          const items = found.filter((setting) => setting.group === group)
          if (items.length === 0) return null
          return (
            <section key={group} aria-label={words.groups[group]}>
              <h2 className="border-t-2 border-ink-rule py-2">{words.groups[group]}</h2>
              <ul>
                {items.map(({ name, href }) => (
                  <li key={name} className="border-t border-rule">
                    <AriaLink href={href} className="block min-h-11 cursor-pointer py-2 hover:bg-hover">
                      <b className="text-accent">{words.pages[name].name}</b>
                      <span className="block text-ink-2">{words.pages[name].note}</span>
                    </AriaLink>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </Page>
  )
}

interface SettingsPageProps {
  name: SettingName
  actions?: ReactNode
  children: ReactNode
}

/** One setting, with the others at its side. */
export function SettingsPage({ name, actions, children }: SettingsPageProps) {
  const words = useSettingsWords()
  return (
    <div className="desk:grid desk:grid-cols-[11.5rem_minmax(0,1fr)] desk:gap-10">
      <SideNav here={name} />
      <Page
        title={words.pages[name].name}
        crumb={
          <span className="desk:hidden">
            <Link href={paths.settings()}>{words.all}</Link>
          </span>
        }
        {...(actions ? { actions } : {})}
      >
        <div className="mt-4 flex min-w-0 flex-col gap-6">{children}</div>
      </Page>
    </div>
  )
}

function SideNav({ here }: { here: SettingName }) {
  const words = useSettingsWords()
  const [query, look] = useQuery()
  const found = useSettings(query)
  const suffix = query ? { q: query } : undefined
  return (
    <nav aria-label={words.title} className="no-print hidden desk:sticky desk:top-0 desk:block desk:self-start">
      <p className="mb-3 text-h2 font-bold">
        <Link href={paths.settings()} look="name">
          {words.title}
        </Link>
      </p>
      <SearchBox label={words.search} value={query} onSearch={look} />
      {found.length === 0 && <p className="py-3 text-ink-2">{words.noMatch}</p>}
      {groups.map((group) => {
        const items = found.filter((setting) => setting.group === group)
        if (items.length === 0) return null
        return (
          <section key={group} className="mt-4">
            <h3 className="border-b border-rule-2 pb-1 text-note font-normal text-ink-2">{words.groups[group]}</h3>
            <ul>
              {items.map(({ name, href }) => (
                <li key={name}>
                  <AriaLink
                    href={name === 'profile' ? href : paths.settings(name, suffix)}
                    {...(name === here ? { 'aria-current': 'page' as const } : {})}
                    className={classes(
                      'flex min-h-8 cursor-pointer items-center rounded-2 px-2',
                      name === here ? 'bg-accent-quiet font-bold text-accent' : 'text-ink hover:bg-hover',
                    )}
                  >
                    {words.pages[name].name}
                  </AriaLink>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}
