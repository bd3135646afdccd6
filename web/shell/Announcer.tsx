import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words.ts'

/** Tells screen readers which screen opened, and puts the focus at its start unless the screen placed it itself. */
export function Announcer() {
  const words = useWords()
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const former = useRef(pathname)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (former.current === pathname) return
    const first = former.current === undefined
    former.current = pathname
    if (first) return
    // the screen sets its title and may place the focus (a row one returns to) while it mounts
    const timer = setTimeout(() => {
      setSaid(words.pages.opened(document.title.split('｜')[0] ?? ''))
      const main = document.getElementById('main')
      if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true })
    }, 60)
    return () => clearTimeout(timer)
  }, [pathname, words])
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {said}
    </p>
  )
}
