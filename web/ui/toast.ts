interface Undo {
  text: string
  onUndo(): void
}

type Sonner = typeof import('sonner').toast

// comes with the place that shows toasts, after the first paint
function say(how: (sonner: Sonner) => void): void {
  void import('sonner').then((part) => how(part.toast))
}

/** With an action a toast stays ten seconds at least; sonner keeps it while pointed at or focused. */
export const toast = {
  done: (text: string, undo?: Undo) =>
    say((sonner) =>
      sonner.success(
        text,
        undo ? { duration: 10_000, action: { label: undo.text, onClick: undo.onUndo } } : { duration: 5000 },
      ),
    ),
  failed: (text: string, again?: Undo) =>
    say((sonner) =>
      sonner.error(text, {
        duration: 12_000,
        ...(again ? { action: { label: again.text, onClick: again.onUndo } } : {}),
      }),
    ),
  /** long work was taken on; the link leads to its page */
  accepted: (text: string, go: { text: string; onGo(): void }) =>
    say((sonner) => sonner(text, { duration: 10_000, action: { label: go.text, onClick: go.onGo } })),
}
