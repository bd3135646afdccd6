import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { usePreferences } from '../preferences.ts'
import { isComposing, isTextPlace } from '../ui/keys.ts'
import { usePlaces } from './places.ts'

const patience = 1500

/**
 * Keys of the whole app: Ctrl or ⌘ + K, `/`, `?`, G and a place. Letters are matched by their place on the keyboard:
 * with a Japanese input method on, the browser names the key “Process”.
 */
export function useShortcuts({ onPalette, onKeys }: { onPalette(): void; onKeys(): void }): void {
  const { shortcuts } = usePreferences()
  const navigate = useNavigate()
  const places = usePlaces()
  const goAt = useRef(0)

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (isComposing(event) || event.defaultPrevented || event.altKey) return
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === 'KeyK') {
        event.preventDefault()
        return onPalette()
      }
      if (!shortcuts || event.ctrlKey || event.metaKey || isTextPlace(event.target)) return
      const going = event.timeStamp - goAt.current < patience
      goAt.current = event.code === 'KeyG' && !event.shiftKey ? event.timeStamp : 0
      const place = going ? places.find(({ code }) => code === event.code) : undefined
      if (place) void navigate({ to: place.href })
      else if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) onKeys()
      else if (event.key === '/' || event.code === 'Slash') {
        const box = document.querySelector<HTMLInputElement>('main input[type="search"]')
        if (box) box.focus()
        else onPalette()
      } else return
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [shortcuts, places, navigate, onPalette, onKeys])
}
