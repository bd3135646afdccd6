import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider as Routed } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { RouterProvider as AriaRouted, I18nProvider } from 'react-aria-components'
import { createClient } from '../api.ts'
import { paths } from '../paths.ts'
import { PreferencesContext, usePreferencesState } from '../preferences.ts'
import { createAppRouter } from '../routes.tsx'
import { type Language, LanguageContext } from '../words.ts'
import { ConnectionBar } from './ConnectionBar.tsx'

// A toast said before its place has come is shown as soon as it has.
const Toaster = lazy(() => import('sonner').then((part) => ({ default: part.Toaster })))

/** Everything around the screens: words, cache, router, toasts. */
export function App() {
  const preferences = usePreferencesState()
  const [reachable, setReachable] = useState(true)
  const [{ router, client }] = useState(() => {
    const router = createAppRouter()
    const client = createClient({
      onReachable: setReachable,
      onSignedOut: () => {
        const { pathname, href } = router.state.location
        if (pathname !== '/sign-in') void router.navigate({ href: paths.signIn({ next: href }) })
      },
    })
    return { router, client }
  })
  usePreloadOnIntent((href) => router.preloadRoute({ to: href } as never))

  return (
    <PreferencesContext value={preferences}>
      <LanguageContext value={preferences.language}>
        <I18nProvider locale={locales[preferences.language]}>
          <QueryClientProvider client={client}>
            <AriaRouted navigate={(href) => void router.navigate({ href: href })}>
              <ConnectionBar reachable={reachable} />
              <Routed router={router} />
              <Suspense>
                <Toaster position="bottom-right" gap={8} visibleToasts={4} theme="light" />
              </Suspense>
            </AriaRouted>
          </QueryClientProvider>
        </I18nProvider>
      </LanguageContext>
    </PreferencesContext>
  )
}

const locales: Record<Language, string> = { ja: 'ja-JP', en: 'en-US' }

/** Loads the code of a place when a link to it is pointed at or focused. */
function usePreloadOnIntent(preload: (href: string) => Promise<unknown>): void {
  useEffect(() => {
    const hint = (event: Event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="/"]') : null
      if (link) preload(new URL((link as HTMLAnchorElement).href).pathname).catch(() => {})
    }
    document.addEventListener('pointerover', hint, { passive: true })
    document.addEventListener('focusin', hint)
    return () => {
      document.removeEventListener('pointerover', hint)
      document.removeEventListener('focusin', hint)
    }
  }, [preload])
}
