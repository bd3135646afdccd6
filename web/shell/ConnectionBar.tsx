import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../words.ts'

/** Says that the server is away, until it answers again. */
export function ConnectionBar({ reachable }: { reachable: boolean }) {
  const words = useWords()
  const [online, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = () => setOnline(navigator.onLine)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [])
  const lost = !reachable || !online
  return (
    <div role="status" className="no-print sticky top-0 z-40">
      {lost && (
        <p className="flex items-center justify-center gap-2 border-b border-warn bg-warn-quiet px-4 py-1.5 text-warn">
          <WifiOff aria-hidden size={16} strokeWidth={1.5} />
          {words.connection.lost}
        </p>
      )}
    </div>
  )
}
