import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { usePreferences } from '../preferences.ts'
import { Announcer } from './Announcer.tsx'
import { PhoneHead, PhoneTabs } from './PhoneBars.tsx'
import { PrintFoot } from './PrintFoot.tsx'
import { RoomsNav } from './RoomsNav.tsx'
import { SessionGate } from './SessionGate.tsx'
import { useShortcuts } from './shortcuts.ts'
import { useShellWords } from './words.ts'

// Nobody needs them before the first paint; once the page stands they are fetched, so that they open at once.
const loadPalette = () => import('./Palette.tsx')
const loadKeyList = () => import('./KeyList.tsx')
const Palette = lazy(() => loadPalette().then((part) => ({ default: part.Palette })))
const KeyList = lazy(() => loadKeyList().then((part) => ({ default: part.KeyList })))

/** The frame of the staff app: rooms at the left, the sheet at the right; on a phone five places at the foot. */
export function Frame() {
  return (
    <SessionGate>
      <Framed />
    </SessionGate>
  )
}

function Framed() {
  const words = useShellWords()
  const { narrowNav } = usePreferences()
  const [surface, setSurface] = useState<'palette' | 'keys' | null>(null)
  useShortcuts({ onPalette: () => setSurface('palette'), onKeys: () => setSurface('keys') })
  const close = () => setSurface(null)
  useEffect(() => {
    // a part that cannot be had now is asked for again when it is opened
    const timer = setTimeout(() => void Promise.allSettled([loadPalette(), loadKeyList()]), 1000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div
      className="flex min-h-dvh flex-col desk:grid desk:grid-cols-[var(--frame-nav)_minmax(0,1fr)] print:block"
      style={{ '--frame-nav': narrowNav ? '56px' : 'var(--nav)' } as never}
    >
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-sheet focus:px-3 focus:py-2 focus:text-accent"
      >
        {words.skip}
      </a>
      <PhoneHead onSearch={() => setSurface('palette')} />
      <RoomsNav onSearch={() => setSurface('palette')} onKeys={() => setSurface('keys')} />
      <main
        id="main"
        tabIndex={-1}
        className="min-w-0 flex-1 bg-sheet px-4 pt-3 pb-21 outline-none desk:h-dvh desk:overflow-y-auto desk:border-l desk:border-rule desk:px-8 desk:pt-6 desk:pb-8 print:h-auto print:overflow-visible print:border-0 print:p-0"
        data-scroll-restoration-id="main"
      >
        <Outlet />
        <PrintFoot />
      </main>
      <PhoneTabs onKeys={() => setSurface('keys')} />
      <Announcer />
      <Suspense>
        {surface === 'palette' && <Palette onClose={close} />}
        {surface === 'keys' && <KeyList onClose={close} />}
      </Suspense>
    </div>
  )
}
