import { type FindingReply, listDiscoveries } from '../../src/analysis/discoveries/contract.ts'
import type { Run } from '../analysis/discoveries/DiscoveriesPage.tsx'
import { useSaid } from '../analysis/discoveries/Discovery.tsx'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { paths } from '../paths.ts'
import { classes } from '../ui/classes.ts'
import { Link } from '../ui/Link.tsx'
import { Section } from '../ui/Section.tsx'
import { useDeskWords } from './words.ts'

const shown = 3

/** The findings with most money; nothing where there are none, or for those who see some stores only. */
export function Discoveries() {
  const words = useDeskWords()
  const { data } = useCall(listDiscoveries, {}, { staleTime: 300_000 })
  if (!data?.run || data.items.length === 0) return null
  const { run, items } = data
  return (
    <Section
      title={words.discoveries.title}
      end={<Link href={paths.analysis('discoveries')}>{words.discoveries.see(items.length)}</Link>}
    >
      <ul>
        {items.slice(0, shown).map((finding, place) => (
          <Line key={place} finding={finding} run={run} />
        ))}
      </ul>
    </Section>
  )
}

function Line({ finding, run }: { finding: FindingReply; run: Run }) {
  const format = useFormat()
  const { headline } = useSaid(finding, run)
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-rule py-2.5 first:border-t-0">
      <span className="min-w-0 [text-wrap:pretty] [word-break:auto-phrase]">{headline}</span>
      <span className={classes('font-bold whitespace-nowrap', finding.stake < 0 ? 'text-down' : 'text-up')}>
        {finding.stake > 0 && '+'}
        {format.moneyAbout(finding.stake)}
      </span>
    </li>
  )
}
