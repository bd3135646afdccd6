/**
 * The column that stays in sight covers what scrolls under it: whatever is scrolled to, or gets the focus, stops beside it.
 * For the `ref` of the box that scrolls; the column is measured as it grows with its names.
 */
export function keepRoom(box: HTMLElement | null): (() => void) | undefined {
  const heads = box?.querySelectorAll<HTMLElement>('thead th')
  if (!box || !heads) return undefined
  const measure = () => {
    const covered = [...heads].filter((head) => getComputedStyle(head).left === '0px')
    box.style.scrollPaddingInlineStart = `${covered.reduce((sum, head) => sum + head.offsetWidth, 0)}px`
  }
  const observer = new ResizeObserver(measure)
  for (const head of heads) observer.observe(head)
  return () => observer.disconnect()
}
