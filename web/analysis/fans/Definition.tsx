import {
  type FanRunReply,
  type getFanPath,
  highIndex,
  newsDays,
  silentTimes,
} from '../../../src/analysis/fans/contract.ts'
import type { ReplyOf } from '../../api.ts'
import { joinedBy } from '../../customers/name.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Figure, Figures } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { Count } from '../../ui/values.tsx'
import { AsOf } from '../AsOf.tsx'
import { fallingLink, fansLink } from './links.ts'
import { useFanWords, useWays } from './naming.ts'

export type FanPath = NonNullable<ReplyOf<typeof getFanPath>['path']>

/** What a fan is to this shop, and how many there are. */
export function Definition({ run, path }: { run: FanRunReply; path: FanPath | null }) {
  const words = useFanWords()
  const format = useFormat()
  const waysOf = useWays()
  const { counts, definition } = run
  const said = words.figures
  const asOf = <AsOf asOf={run.learnedOn} computedAt={run.computedAt} />
  const number = (value: number) => <Count value={value} unit={words.people} />
  return (
    <Section
      title={words.definition.title}
      end={<Link href={paths.analysis('fans/definition')}>{words.definition.change}</Link>}
    >
      <div className="grid gap-x-10 gap-y-5 wide:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)]">
        <div>
          <ul className="list-disc pl-5">
            {waysOf(definition).map((way) => (
              <li key={way}>{way}</li>
            ))}
          </ul>
          <p className="mt-2 [word-break:auto-phrase] text-note text-ink-2">
            {joinedBy(
              [words.definition.any, words.definition.window(definition.firstDays, definition.outcomeDays)],
              words.together,
            )}
          </p>
        </div>
        <Figures>
          <Figure
            name={said.known}
            value={number(counts.known)}
            definition={{ text: said.knownIs(definition.outcomeDays), asOf }}
            change={said.knownNote(format.number(counts.buyers))}
          />
          <Figure
            name={said.became}
            value={number(counts.fans)}
            definition={{ text: said.becameIs, asOf }}
            {...(counts.known > 0 ? { change: said.share(format.percent(counts.fans / counts.known)) } : {})}
          />
          {path && (
            <Figure
              name={said.fans}
              value={number(path.fans)}
              definition={{ text: said.fansIs, asOf }}
              {...(path.fans > 0 ? { link: { href: fansLink(), text: said.see(format.number(path.fans)) } } : {})}
            />
          )}
          {path && (
            <Figure
              name={said.falling}
              value={number(path.falling)}
              definition={{ text: said.fallingIs(highIndex, silentTimes, newsDays), asOf }}
              {...(path.falling > 0
                ? { link: { href: fallingLink(), text: said.see(format.number(path.falling)) } }
                : {})}
            />
          )}
        </Figures>
      </div>
    </Section>
  )
}
