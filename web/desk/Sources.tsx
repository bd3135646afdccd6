import { type Flow, listFlows } from '../../src/connectors/flow/contract.ts'
import { useCall } from '../api.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { StateTag } from '../ui/Badge.tsx'
import { Link } from '../ui/Link.tsx'
import { Section } from '../ui/Section.tsx'
import { useDeskWords } from './words.ts'

/** Sources from which nothing comes although it should, or that want a hand. Nothing is said while all is well. */
export function Sources() {
  const words = useDeskWords()
  const may = useMay()
  const flows = useCall(listFlows, {}, { enabled: may('connections.read'), staleTime: 60_000 })
  const wrong = flows.data?.items.filter(({ state }) => state === 'failing' || state === 'silent') ?? []
  if (wrong.length === 0) return null
  return (
    <Section title={words.sources.title} end={<Link href={paths.connections()}>{words.sources.all}</Link>}>
      <ul>
        {wrong.map((flow) => (
          <li key={flow.key} className="flex items-baseline gap-3 border-t border-rule py-1.5 first:border-t-0">
            <span className="min-w-0 flex-1 truncate">
              <Link href={hrefOf(flow)}>{flow.name}</Link>
            </span>
            <StateTag
              tone={flow.state === 'failing' ? 'danger' : 'warn'}
              glyph={flow.state === 'failing' ? 'alert' : 'clock'}
            >
              {words.sources[flow.state === 'failing' ? 'failing' : 'silent']}
            </StateTag>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function hrefOf({ connectionId }: Flow): string {
  return connectionId === null ? paths.connections() : paths.connection(connectionId)
}
