import { createRoot } from 'react-dom/client'
import { App } from './shell/App.tsx'
import { guardComposition } from './ui/keys.ts'

// A new version was installed while this tab was open: its parts have new names. Once a minute, lest it go round and round.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('tokui.renewed') ?? 0)
  if (Date.now() - last < 60_000) return
  sessionStorage.setItem('tokui.renewed', String(Date.now()))
  location.reload()
})
guardComposition(document)
const place = document.getElementById('app')
if (place) createRoot(place).render(<App />)
