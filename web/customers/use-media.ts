import { useSyncExternalStore } from 'react'

/** Whether the window is as narrow as a phone's: rows become two lines. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia('(width < 37.5rem)')
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => matchMedia('(width < 37.5rem)').matches,
  )
}
