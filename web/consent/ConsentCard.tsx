import { useState } from 'react'
import { type ConsentStatement, listConsents } from '../../src/consent/contract.ts'
import { useCall } from '../api.ts'
import { joinedBy } from '../customers/name.ts'
import { useRecordWords } from '../customers/words.ts'
import { useFormat } from '../format.ts'
import { useMay } from '../session.ts'
import { StateTag } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Section } from '../ui/Section.tsx'
import { ConsentDialog } from './ConsentDialog.tsx'
import { useConsentWords } from './words.ts'

const looks = {
  granted: { tone: 'ok', glyph: 'check' },
  refused: { tone: 'warn', glyph: 'cross' },
  unknown: { tone: 'quiet', glyph: 'clock' },
} as const

/** What a customer agreed to be reached by; every answer ever given is below. */
export function ConsentCard({ customerId }: { customerId: number }) {
  const words = useConsentWords()
  const format = useFormat()
  const may = useMay()
  const [recording, setRecording] = useState(false)
  const { data } = useCall(listConsents, { params: { customerId } })
  if (!data) return null
  return (
    <Section
      title={words.title}
      note={words.note}
      end={
        may('customers.write') && (
          <Button kind="text" onPress={() => setRecording(true)}>
            {words.record}
          </Button>
        )
      }
    >
      <ul className="grid grid-cols-2 gap-x-6">
        {data.standing
          .filter(({ purpose }) => purpose === 'promotion')
          .map(({ channel, standing, since }) => (
            <li key={channel} className="flex items-baseline justify-between gap-2 py-1">
              {words.channels[channel]}
              <span title={since ? words.since(format.date(since)) : undefined}>
                <StateTag {...looks[standing]}>{words.standing[standing]}</StateTag>
              </span>
            </li>
          ))}
      </ul>
      {data.items.length > 0 && <History items={data.items} />}
      {recording && <ConsentDialog customerId={customerId} onClose={() => setRecording(false)} />}
    </Section>
  )
}

function History({ items }: { items: ConsentStatement[] }) {
  const words = useConsentWords()
  const { joined } = useRecordWords()
  const format = useFormat()
  return (
    <details className="mt-1 text-small">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink pointer-coarse:py-2.5">
        {words.history(items.length)}
      </summary>
      <ul className="mt-1">
        {items.map((one) => (
          <li key={one.id} className="border-t border-rule py-1.5">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <time dateTime={one.at}>{format.dateTime(one.at)}</time>
              <span>{words.about(words.channels[one.channel], words.purposes[one.purpose])}</span>
              <span className="ml-auto">{words.standing[one.isGranted ? 'granted' : 'refused']}</span>
            </p>
            <p className="text-note text-ink-2">
              {joinedBy(
                [
                  one.sourceName ?? words.vias[one.via],
                  one.staffName ? words.by(one.staffName) : '',
                  one.wording ?? '',
                  ...Object.values(one.evidence),
                ],
                joined,
              )}
            </p>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-note text-ink-2">{words.whole}</p>
    </details>
  )
}
