const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)
const shown: Record<string, string> = { Mod: mac ? '⌘' : 'Ctrl', Enter: 'Enter', Escape: 'Esc', Shift: 'Shift' }

/** Keys as printed on the board: <KeyHint keys={['Mod', 'K']} /> */
export function KeyHint({ keys }: { keys: string[] }) {
  return (
    <kbd aria-hidden className="flex-none">
      {keys.map((key) => shown[key] ?? key).join(' ')}
    </kbd>
  )
}
