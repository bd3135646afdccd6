interface KeyLike {
  isComposing?: boolean
  keyCode?: number
  nativeEvent?: { isComposing?: boolean; keyCode?: number }
}

/**
 * Whether a key belongs to the input method. Safari reports isComposing=false on the Enter that confirms a conversion,
 * but keyCode 229 all the same.
 */
export function isComposing(event: KeyLike): boolean {
  const native = event.nativeEvent ?? event
  return native.isComposing === true || native.keyCode === 229
}

/** Whether keys typed here are text, not commands. */
export function isTextPlace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(target.type)
  return target.getAttribute('role') === 'textbox' || target.getAttribute('role') === 'spinbutton'
}

const confirming = new Set([
  'Enter',
  'Escape',
  'Tab',
  ' ',
  'Process',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
])

/**
 * Keeps keys of the input method from every widget of the page, once and for all: nothing below hears an Enter that
 * confirms a conversion. Ordinary letters pass: Android sends 229 for all of them.
 */
export function guardComposition(page: Document): () => void {
  const guard = (event: KeyboardEvent) => {
    if (!isComposing(event) || !confirming.has(event.key)) return
    event.stopPropagation()
    // The Enter that comes after the conversion has ended (Safari) would submit the form around the field; the Escape
    // that gives up a conversion would clear a search box.
    if ((!event.isComposing || event.key === 'Escape') && event.key !== 'Tab') event.preventDefault()
  }
  page.addEventListener('keydown', guard, { capture: true })
  return () => page.removeEventListener('keydown', guard, { capture: true })
}
