import { useEffect, useState } from 'react'
import { useFormat } from '../format.ts'
import { useSession } from '../session.ts'
import { useShellWords } from './words.ts'

/** On paper only: when it was printed, by whom, and the address with its conditions. */
export function PrintFoot() {
  const words = useShellWords()
  const format = useFormat()
  const { company, person } = useSession()
  const [printed, setPrinted] = useState({ at: new Date(), from: location.href })
  useEffect(() => {
    const note = () => setPrinted({ at: new Date(), from: decodeURI(location.href) })
    addEventListener('beforeprint', note)
    return () => removeEventListener('beforeprint', note)
  }, [])
  return (
    <footer className="hidden border-t border-rule-2 pt-2 text-note text-ink-2 print:mt-6 print:block">
      {words.printed(format.dateTime(printed.at), person.name, company.name)} {printed.from}
    </footer>
  )
}
