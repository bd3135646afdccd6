import { createContext, use, useEffect, useMemo, useState } from 'react'
import type { Language } from './words.ts'

export type Theme = 'light' | 'dark' | 'system'
export type Density = 'standard' | 'compact'

interface Stored {
  theme: Theme
  language: Language
  density: Density
  /** single-key shortcuts; WCAG 2.1.4 asks that they can be switched off */
  shortcuts: boolean
  narrowNav: boolean
}

export interface Preferences extends Stored {
  choose(patch: Partial<Stored>): void
}

function read(): Stored {
  const get = (name: string) => {
    try {
      return localStorage.getItem(`tokui.${name}`)
    } catch {
      return null
    }
  }
  const theme = get('theme')
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    // set before the first paint from the stored choice or the browser
    language: document.documentElement.lang === 'en' ? 'en' : 'ja',
    density: get('density') === 'compact' ? 'compact' : 'standard',
    shortcuts: get('shortcuts') !== 'false',
    narrowNav: get('narrowNav') === 'true',
  }
}

export const PreferencesContext = createContext<Preferences | null>(null)

/** What a person chose on this device. */
export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext)
  if (!preferences) throw new Error('usePreferences outside the app')
  return preferences
}

export function usePreferencesState(): Preferences {
  const [stored, setStored] = useState(read)
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const apply = () => {
      const root = document.documentElement
      root.dataset.theme = stored.theme === 'system' ? (dark.matches ? 'dark' : 'light') : stored.theme
      root.lang = stored.language
    }
    // paper is white whatever the screen
    const print = () => {
      document.documentElement.dataset.theme = 'light'
    }
    apply()
    dark.addEventListener('change', apply)
    addEventListener('beforeprint', print)
    addEventListener('afterprint', apply)
    return () => {
      dark.removeEventListener('change', apply)
      removeEventListener('beforeprint', print)
      removeEventListener('afterprint', apply)
    }
  }, [stored.theme, stored.language])

  return useMemo(
    () => ({
      ...stored,
      choose(patch) {
        setStored((former) => ({ ...former, ...patch }))
        try {
          for (const [name, value] of Object.entries(patch)) localStorage.setItem(`tokui.${name}`, String(value))
        } catch {
          // a browser that keeps nothing forgets the choice with the tab
        }
      },
    }),
    [stored],
  )
}
