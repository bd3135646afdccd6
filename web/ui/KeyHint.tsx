const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)
const shown: Record<string, string> = { Mod: mac ? '⌘' : 'Ctrl', Enter: 'Enter', Escape: 'Esc', Shift: 'Shift' }

/** Keys as printed on the board: <KeyHint keys={['Mod', 'K']} />; `spoken` where it is not beside its own name. */
export function KeyHint({ keys, spoken = false }: { keys: string[]; spoken?: boolean }) {
  return (
    <kbd aria-hidden={!spoken} className="flex-none">
      {keys.map((key) => shown[key] ?? key).join(' ')}
    </kbd>
  )
}
