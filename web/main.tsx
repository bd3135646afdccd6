import { createRoot } from 'react-dom/client'
import { App } from './shell/App.tsx'
import { guardComposition } from './ui/keys.ts'

guardComposition(document)
const place = document.getElementById('app')
if (place) createRoot(place).render(<App />)
