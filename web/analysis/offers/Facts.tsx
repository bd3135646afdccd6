import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Recommendations } from './OffersPage.tsx'
import { useOfferWords } from './words.ts'

type Model = NonNullable<Recommendations['model']>

/** fewer people than this make a share of little weight */
const few = 30
/** the 95 % interval of a difference of two shares among so many people; the same people, so rather wide */
const chanceOf = (one: number, other: number, people: number) =>
  1.96 * Math.sqrt((one * (1 - one) + other * (1 - other)) / Math.max(1, people))

/** How often one of ten products was in the next purchase, beside best sellers. */
export function Proof({ model }: { model: Model }) {
  const { proof: words } = useOfferWords()
  const all = useOfferWords()
  const format = useFormat()
  const { proof } = model
  const ours = proof?.model.phr['10'] ?? 0
  const top = proof?.gpTop.phr['10'] ?? 0
  const points = format.percent(Math.abs(ours - top))
  return (
    <Section
      title={
        <>
          {words.title}
          <DefinitionPopover
            name={words.title}
            definition={{ text: words.definition, asOf: all.learned(format.day(model.learnedOn)) }}
          />
        </>
      }
    >
      {proof === null ? (
        <p>{words.none}</p>
      ) : (
        <>
          <dl className="flex flex-col gap-2">
            <Bar name={words.ours} share={ours} strong />
            <Bar name={words.top} share={top} />
          </dl>
          <p className="mt-3">
            {points === '0.0' ? words.same : ours > top ? words.better(points) : words.worse(points)}
            {points !== '0.0' && Math.abs(ours - top) < chanceOf(ours, top, proof.model.users) && words.chance}
          </p>
          <p className="mt-1 text-note text-ink-2">
            {words.tried(format.number(proof.model.users))}
            {proof.model.users < few && words.few(proof.model.users)}
          </p>
        </>
      )}
      <p className="mt-1 text-note text-ink-2">
        {words.from(format.number(model.customers), format.number(model.lines), format.number(model.products))}
      </p>
    </Section>
  )
}

function Bar({ name, share, strong = false }: { name: string; share: number; strong?: boolean }) {
  const format = useFormat()
  return (
    <div className="grid grid-cols-[11em_minmax(0,1fr)_4em] items-center gap-2">
      <dt className={strong ? 'font-bold' : 'text-ink-2'}>{name}</dt>
      <dd aria-hidden className="h-3 bg-sunken">
        <i className={`block h-full ${strong ? 'bg-accent' : 'bg-field'}`} style={{ width: `${share * 100}%` }} />
      </dd>
      <dd className={`text-right ${strong ? 'font-bold' : ''}`}>{format.percent(share)}%</dd>
    </div>
  )
}

/** What was opened, and bought after; the next night learns from it. */
export function Openings({ openings }: { openings: Recommendations['openings'] }) {
  const all = useOfferWords()
  const words = all.openings
  const format = useFormat()
  const may = useMay()
  const cell = 'h-8 border-t border-rule text-right'
  return (
    <Section
      title={
        <>
          {words.title}
          <DefinitionPopover name={words.title} definition={{ text: words.definition, period: words.note }} />
        </>
      }
      note={words.note}
      end={may('api-keys.write') && <Link href={paths.settings('offers')}>{words.embed}</Link>}
    >
      {openings.length === 0 ? (
        <p className="text-ink-2">{words.none}</p>
      ) : (
        <table aria-label={words.title} className="w-full border-collapse">
          <thead>
            <tr className="text-note text-ink-2">
              <th className="text-left font-normal">{all.fields.shelf}</th>
              <th className="text-right font-normal">{all.fields.opened}</th>
              <th className="text-right font-normal">{all.fields.bought}</th>
            </tr>
          </thead>
          <tbody>
            {openings.map(({ shelf, count, bought }) => (
              <tr key={shelf}>
                <th scope="row" className="h-8 border-t border-rule text-left font-normal">
                  {shelf in all.shelves ? all.shelves[shelf as keyof typeof all.shelves] : shelf}
                </th>
                <td className={cell}>{format.number(count)}</td>
                <td className={cell}>{format.number(bought)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}
