// Runs before the first paint: the person's theme and language, so that neither flashes.
;(() => {
  const stored = (name) => {
    try {
      return localStorage.getItem(name)
    } catch {
      return null
    }
  }
  const root = document.documentElement
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const theme = stored('tokui.theme') ?? 'system'
  root.dataset.theme = theme === 'system' ? (dark ? 'dark' : 'light') : theme
  const language = stored('tokui.language')
  root.lang = language === 'ja' || language === 'en' ? language : navigator.language.startsWith('en') ? 'en' : 'ja'
  // The content security policy forbids eval; without this the schema library would probe for it and be reported.
  globalThis.__zod_globalConfig = { jitless: true }
})()
