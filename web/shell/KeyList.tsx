import { usePreferences } from '../preferences.ts'
import { Switch } from '../ui/Choice.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { KeyHint } from '../ui/KeyHint.tsx'
import { useWords } from '../words.ts'
import { usePlaces } from './places.ts'
import { useShellWords } from './words.ts'

/** Every key there is, and the switch for those of one letter. */
export function KeyList({ onClose }: { onClose(): void }) {
  const words = useShellWords()
  const shared = useWords()
  const { shortcuts, choose } = usePreferences()
  const places = usePlaces()
  const { keyGroups, keyNames } = words
  const groups: [string, [string, string[]][]][] = [
    [
      keyGroups.anywhere,
      [
        [keyNames.palette, ['Mod', 'K']],
        [keyNames.search, ['/']],
        [keyNames.keys, ['?']],
        [keyNames.close, ['Escape']],
      ],
    ],
    [keyGroups.go, places.map((place) => [shared.places[place.name], ['G', place.code.replace('Key', '')]])],
    [
      keyGroups.lists,
      [
        [keyNames.next, ['J']],
        [keyNames.former, ['K']],
        [keyNames.open, ['Enter']],
        [keyNames.peek, ['Space']],
        [keyNames.select, ['X']],
        [keyNames.range, ['Shift', 'X']],
      ],
    ],
    [
      keyGroups.editing,
      [
        [keyNames.save, ['Mod', 'Enter']],
        [keyNames.giveUp, ['Escape']],
      ],
    ],
  ]
  return (
    <Dialog title={words.keys} isOpen onClose={onClose} width="wide">
      <div className="grid gap-x-10 gap-y-6 pb-4 tablet:grid-cols-2">
        {groups.map(([title, keys]) => (
          <section key={title}>
            <h3 className="border-t-2 border-ink-rule py-2">{title}</h3>
            <dl className="grid grid-cols-[minmax(0,1fr)_auto]">
              {keys.map(([name, hint]) => (
                <div key={name} className="contents">
                  <dt className="border-t border-rule py-1.5">{name}</dt>
                  <dd className="border-t border-rule py-1.5 text-right">
                    <KeyHint keys={hint} spoken />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <div className="tablet:col-span-2">
          <Switch isSelected={shortcuts} onChange={(on) => choose({ shortcuts: on })}>
            {words.keysSwitch}
          </Switch>
          <p className="mt-1 text-note text-ink-2">{words.keysSwitchNote}</p>
        </div>
      </div>
    </Dialog>
  )
}
