import { type ReactNode, useState } from 'react'
import { listCategories } from '../../../src/purchases/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Recommendations } from './OffersPage.tsx'
import { RulesDialog } from './RulesDialog.tsx'
import { useOfferWords } from './words.ts'

/** What may be offered, as it is in force. */
export function Rules({ recommendations }: { recommendations: Recommendations }) {
  const { rules: words } = useOfferWords()
  const format = useFormat()
  const may = useMay()
  const [editing, setEditing] = useState(false)
  const categories = useCall(listCategories, {}, { staleTime: 60_000, enabled: may('products.read') }).data?.items ?? []
  const { rules, rulesSaved, productNames } = recommendations
  const named = (id: number | string) => categories.find((one) => one.id === Number(id))?.name ?? `${id}`
  const list = (names: string[]) => (names.length === 0 ? words.none : names.join('、'))
  const rests = Object.entries(rules.restDays).map(([id, days]) => `${named(id)} ${days}${words.days}`)
  return (
    <Section
      title={words.title}
      end={
        may('analysis.write') && (
          <Button kind="text" onPress={() => setEditing(true)}>
            {words.edit}
          </Button>
        )
      }
    >
      <dl>
        <Fact name={words.categories}>{list(rules.excludedCategories.map(named))}</Fact>
        <Fact name={words.products}>{list(productNames.map(({ name }) => name))}</Fact>
        <Fact name={words.margin}>
          {rules.leastMargin === 0 ? words.none : `${format.percent(rules.leastMargin, 0)}%`}
        </Fact>
        <Fact name={words.most}>
          {format.number(rules.mostPerCategory)}
          {words.mostUnit}
        </Fact>
        {rests.length > 0 && <Fact name={words.rest}>{list(rests)}</Fact>}
      </dl>
      {rules.trialsForBuyers && <p>{words.trials}</p>}
      {rules.offerSubscribed && <p>{words.subscribed}</p>}
      <p className="mt-2 text-note text-ink-2">
        {rulesSaved ? words.by(rulesSaved.staffName ?? '', format.dateTime(rulesSaved.at)) : words.usual}
      </p>
      {editing && (
        <RulesDialog recommendations={recommendations} categories={categories} onClose={() => setEditing(false)} />
      )}
    </Section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[10em_minmax(0,1fr)] gap-2 border-t border-rule py-1 first:border-t-0">
      <dt className="text-ink-2">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
