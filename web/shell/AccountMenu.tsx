import { useQueryClient } from '@tanstack/react-query'
import { Keyboard, LogOut, UserRound } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { changeProfile, readProfile } from '../../src/staff/profile/contract.ts'
import { signOut } from '../../src/staff/sign-in/contract.ts'
import { call, useAction } from '../api.ts'
import { paths } from '../paths.ts'
import { type Theme, usePreferences } from '../preferences.ts'
import { useSession } from '../session.ts'
import { Menu, MenuChoice, MenuItem, MenuRule, MenuSection } from '../ui/Popover.tsx'
import { type Language, useWords } from '../words.ts'
import { useShellWords } from './words.ts'

const languages: Record<Language, string> = { ja: '日本語', en: 'English' }

/** Company and person at the foot; opens colours, language, keys and sign-out. */
export function AccountMenu({ narrow, onKeys }: { narrow: boolean; onKeys(): void }) {
  const words = useShellWords()
  const { roles } = useWords()
  const { company, person } = useSession()
  return (
    <Menu
      label={words.account}
      placement="top start"
      trigger={
        <AriaButton
          {...(narrow ? { 'aria-label': words.account } : {})}
          className="flex min-w-0 flex-1 items-center rounded-2 px-2.5 py-1 text-left hover:bg-hover"
        >
          {narrow ? (
            <span
              aria-hidden
              className="grid size-6 place-items-center rounded-2 border border-rule-2 bg-sheet text-note font-bold"
            >
              {person.name.slice(0, 1)}
            </span>
          ) : (
            <span className="min-w-0 text-note text-ink-2">
              <b className="block truncate text-dense text-ink">{company.name}</b>
              <span className="block truncate">
                {person.name}（{roles[person.role]}）
              </span>
            </span>
          )}
        </AriaButton>
      }
    >
      <AccountItems onKeys={onKeys} />
    </Menu>
  )
}

/** The items themselves, also in その他 of the phone. */
export function AccountItems({ onKeys }: { onKeys(): void }) {
  const words = useShellWords()
  const { theme, language, choose } = usePreferences()
  const client = useQueryClient()
  const leave = useAction(signOut, {
    onDone: () => {
      client.clear()
      // a full load: nothing of this person stays in memory
      location.assign(paths.signIn())
    },
  })
  async function speak(next: Language) {
    choose({ language: next })
    const { version } = await call(readProfile, {})
    await call(changeProfile, { body: { locale: next, version } })
  }
  return (
    <>
      <MenuSection title={words.theme} selected={theme} onSelect={(id) => choose({ theme: id as Theme })}>
        {(['light', 'dark', 'system'] as const).map((id) => (
          <MenuChoice key={id} id={id}>
            {words.themes[id]}
          </MenuChoice>
        ))}
      </MenuSection>
      <MenuSection title={words.language} selected={language} onSelect={(id) => void speak(id as Language)}>
        {(['ja', 'en'] as const).map((id) => (
          <MenuChoice key={id} id={id}>
            {languages[id]}
          </MenuChoice>
        ))}
      </MenuSection>
      <MenuRule />
      <MenuItem icon={<UserRound aria-hidden size={16} strokeWidth={1.5} />} href={paths.profile()}>
        {words.profile}
      </MenuItem>
      <MenuItem icon={<Keyboard aria-hidden size={16} strokeWidth={1.5} />} keys={['?']} onAction={onKeys}>
        {words.keys}
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden size={16} strokeWidth={1.5} />} onAction={() => leave.run({})}>
        {words.signOut}
      </MenuItem>
    </>
  )
}
