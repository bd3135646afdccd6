import { useQueries } from '@tanstack/react-query'
import { countCustomers, type Predicate } from '../../src/segments/contract.ts'
import { call, keyOf } from '../api.ts'
import { useFormat } from '../format.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Section } from '../ui/Section.tsx'
import { Loading } from '../ui/states.tsx'
import { hrefOf, type People } from './today.ts'
import { useDeskWords } from './words.ts'

/** How many match each set of conditions, asked as the list asks. */
export function useCounts(sets: readonly (readonly Predicate[])[]) {
  return useQueries({
    queries: sets.map((all) => {
      const asked = { query: { filter: JSON.stringify({ all }) } }
      return { queryKey: keyOf(countCustomers, asked), queryFn: () => call(countCustomers, asked), staleTime: 15_000 }
    }),
  }).map(({ data }) => data)
}

interface ActionsProps {
  people: People[]
  reasonOf(key: People['key']): string
}

const hasMail: Predicate = { field: 'hasEmail', is: true }

/** Who deserves a word today and why; each leads to exactly the people it counts. */
export function Actions({ people, reasonOf }: ActionsProps) {
  const words = useDeskWords()
  const format = useFormat()
  const counts = useCounts(people.map(({ conditions }) => conditions))
  const mails = useCounts(people.map(({ conditions }) => [...conditions, hasMail]))
  const ready = counts.every((count) => count !== undefined)
  const said = (count: { count: number; exact: boolean } | undefined) =>
    count ? `${count.exact ? '' : words.about}${format.number(count.count)}` : ''
  const actions = people
    .map((one, index) => ({ ...one, count: counts[index], mail: mails[index] }))
    .filter(({ count }) => count && count.count > 0)
  return (
    <Section title={words.actions.title(actions.length)}>
      {!ready && <Loading lines={5} />}
      {ready && actions.length === 0 && <p className="py-2 text-ink-2">{words.actions.none}</p>}
      {ready &&
        actions.map(({ key, conditions, count, mail }, index) => (
          <article
            key={key}
            className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 border-t border-rule py-3 first-of-type:border-t-0 first-of-type:pt-1.5 tablet:grid-cols-[28px_minmax(0,1fr)_auto]"
          >
            <span className="text-h2 leading-tight font-bold text-accent">{index + 1}</span>
            <div className="min-w-0">
              <h3>{words.actions[key].title}</h3>
              <p className="mt-1 [text-wrap:pretty] [word-break:auto-phrase] text-ink-2">{reasonOf(key)}</p>
              {mail && mail.count > 0 && (
                <p className="mt-1 text-note text-ink-2">{words.actions.withMail(said(mail))}</p>
              )}
            </div>
            <p className="flex flex-col items-end justify-between gap-2 max-tablet:col-start-2 max-tablet:mt-2.5 max-tablet:items-start">
              <LinkButton {...(index === 0 ? { kind: 'primary' } : {})} href={hrefOf(conditions)}>
                {words.actions.see(said(count))}
              </LinkButton>
            </p>
          </article>
        ))}
    </Section>
  )
}
