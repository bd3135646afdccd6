import { type Density, type Theme, usePreferences } from '../preferences.ts'
import { Radio, RadioGroup, Switch } from '../ui/Choice.tsx'
import { SettingsPage } from './SettingsPage.tsx'
import { useSettingsWords } from './words.ts'

const themes: Theme[] = ['light', 'dark', 'system']
const densities: Density[] = ['standard', 'compact']

/** Takes effect at once; kept by the browser. */
export function AppearancePage() {
  const { appearance: words } = useSettingsWords()
  const { theme, density, shortcuts, choose } = usePreferences()
  return (
    <SettingsPage name="appearance">
      <div className="flex max-w-2xl flex-col gap-6 border-t-2 border-ink-rule pt-4">
        <p className="text-ink-2">{words.why}</p>
        <RadioGroup label={words.theme} value={theme} onChange={(value) => choose({ theme: value as Theme })}>
          {themes.map((one) => (
            <Radio key={one} value={one}>
              {words.themes[one]}
            </Radio>
          ))}
        </RadioGroup>
        <RadioGroup
          label={words.density}
          note={words.densityNote}
          value={density}
          onChange={(value) => choose({ density: value as Density })}
        >
          {densities.map((one) => (
            <Radio key={one} value={one}>
              {words.densities[one]}
            </Radio>
          ))}
        </RadioGroup>
        <div>
          <Switch isSelected={shortcuts} onChange={(on) => choose({ shortcuts: on })}>
            {words.shortcuts}
          </Switch>
          <p className="mt-1 text-note text-ink-2">{words.shortcutsNote}</p>
        </div>
      </div>
    </SettingsPage>
  )
}
