import type { Permission } from '../../src/platform/http/contract.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import type { ja } from './words.ja.ts'
import { useSettingsWords } from './words.ts'

export type SettingName = keyof typeof ja.pages
type Group = keyof typeof ja.groups

interface Setting {
  name: SettingName
  group: Group
  href: string
  needs?: Permission
}

const at = (name: SettingName, group: Group, needs?: Permission): Setting => ({
  name,
  group,
  href: paths.settings(name),
  ...(needs ? { needs } : {}),
})

const all: Setting[] = [
  at('company', 'company', 'settings.read'),
  at('stores', 'company', 'settings.read'),
  at('channels', 'company', 'settings.read'),
  at('mail', 'company', 'settings.write'),
  at('demo', 'company', 'demo.write'),
  at('attributes', 'customers', 'settings.read'),
  at('tags', 'customers', 'settings.read'),
  at('matching', 'customers', 'settings.read'),
  at('staff', 'people', 'staff.read'),
  at('roles', 'people'),
  at('keys', 'people', 'api-keys.write'),
  at('offers', 'people', 'api-keys.write'),
  at('audit', 'people', 'audit.read'),
  { name: 'profile', group: 'own', href: paths.profile() },
  at('appearance', 'own'),
]
export const groups: Group[] = ['company', 'customers', 'people', 'own']

// full-width letters, capitals and hiragana find the same as their counterparts
const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60))

/** The settings this person may see whose name, note or synonyms hold every word looked for. */
export function useSettings(query: string): Setting[] {
  const may = useMay()
  const words = useSettingsWords()
  const wanted = fold(query).split(/\s+/).filter(Boolean)
  return all.filter(({ name, needs }) => {
    if (needs && !may(needs)) return false
    const { name: title, note, also } = words.pages[name]
    const text = fold(`${title} ${note} ${also}`)
    return wanted.every((word) => text.includes(word))
  })
}
