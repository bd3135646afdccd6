import type { FindingReply } from '../../../src/analysis/discoveries/contract.ts'
import { useRankName } from '../../customers/ranks.ts'
import { useFormat } from '../../format.ts'
import { classes } from '../../ui/classes.ts'
import { Link } from '../../ui/Link.tsx'
import type { Run } from './DiscoveriesPage.tsx'
import { hrefOf, peopleOf } from './links.ts'
import { useDiscoveryWords } from './words.ts'

/** One finding: what changed, what it is worth, the people behind it, and how it was found. */
export function Discovery({ number, finding, run }: { number: number; finding: FindingReply; run: Run }) {
  const words = useDiscoveryWords()
  const format = useFormat()
  const said = useSaid(finding, run)
  const [all, rest] = peopleOf(finding, run.asOf, run.windowDays)
  const { people, did } = finding.observed
  const leaving = finding.kind === 'best-leaving'
  return (
    <li className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 border-t border-rule py-3.5 first:border-t-0 tablet:grid-cols-[28px_minmax(0,1fr)_200px]">
      <span className="text-h2 leading-tight font-bold text-accent">{number}</span>
      <div className="min-w-0">
        <h3 className="[text-wrap:pretty] [word-break:auto-phrase]">{said.headline}</h3>
        <p className="mt-1 text-ink-2">
          {said.observed}
          <br />
          {said.reference}
        </p>
        <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
          <Link href={hrefOf(all)}>{words.see.all(format.number(people))}</Link>
          <Link href={hrefOf(rest)}>
            {leaving ? words.see.left(format.number(did)) : words.see.notYet(format.number(people - did))}
          </Link>
        </p>
        <How finding={finding} run={run} />
      </div>
      <div className="max-tablet:col-start-2 max-tablet:mt-3 tablet:text-right">
        <p className="text-note text-ink-2">{words.stake}</p>
        <p className={classes('text-h2 font-bold', finding.stake < 0 ? 'text-down' : 'text-up')}>
          {finding.stake > 0 && '+'}
          {format.moneyAbout(finding.stake)}
        </p>
        <p className="text-note text-ink-2">
          {words.between(format.moneyAbout(finding.stakeLow), format.moneyAbout(finding.stakeHigh))}
        </p>
      </div>
    </li>
  )
}

/** The finding in sentences. */
export function useSaid(finding: FindingReply, run: Run) {
  const words = useDiscoveryWords()
  const format = useFormat()
  const rankName = useRankName()
  const { observed, reference } = finding
  const rate = ({ people, did }: typeof observed) => format.percent(did / people)
  const [people, did] = [format.number(observed.people), format.number(observed.did)]
  const change = finding.difference > 0 ? words.more : words.fewer
  if (finding.kind === 'best-leaving') {
    const { from, to } = finding.days
    return {
      headline: change['best-leaving'](rankName(finding.rank)),
      observed: words.observed.leaving(people, did, rate(observed), format.day(from), format.day(to)),
      reference: words.reference.monthEnds(rate(reference)),
    }
  }
  const { from, to } = finding.months
  const period = words.period(format.month(`${from}-01`), format.month(`${to}-01`))
  const returned = words.observed.returns(people, did, rate(observed), run.windowDays)
  if (finding.kind === 'returns-changed') {
    return {
      headline: change['returns-changed'](whoOf(finding, words), period),
      observed: returned,
      reference: words.reference.months(rate(reference)),
    }
  }
  const others = finding.dimension === 'all' ? '' : words.others[finding.dimension]
  return {
    headline: change['returns-differ'](whoOf(finding, words), others),
    observed: `${period} ${returned}`,
    reference: words.reference.others(others, rate(reference)),
  }
}

type Subject = Exclude<FindingReply, { kind: 'best-leaving' }>

function whoOf({ dimension, value, name }: Subject, words: ReturnType<typeof useDiscoveryWords>): string {
  if (dimension === 'all') return words.of.all
  return words.of[dimension](name ?? value.slice('id:'.length))
}

function How({ finding, run }: { finding: FindingReply; run: Run }) {
  const { how } = useDiscoveryWords()
  const format = useFormat()
  const points = (share: number) => format.percent(share)
  const chance = finding.chance < 0.0001 ? how.below('0.0001') : finding.chance.toPrecision(2)
  const counted = (share: FindingReply['observed']) => how.people(format.number(share.people), format.number(share.did))
  const rows: [string, string][] = [
    [how.counted, counted(finding.observed)],
    [how.compared, counted(finding.reference)],
    [how.difference, how.differenceIs(points(finding.difference), points(finding.low), points(finding.high))],
    [how.test, how.testIs(chance)],
    [how.falseShare, how.falseShareIs(run.asked, format.percent(finding.falseShare, 2))],
  ]
  return (
    <details className="mt-2 text-small">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink pointer-coarse:py-2.5">{how.open}</summary>
      <dl className="mt-2 grid grid-cols-[8em_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
