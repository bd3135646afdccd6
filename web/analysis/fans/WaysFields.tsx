import { type FanDefinition, usualKinds } from '../../../src/analysis/fans/contract.ts'
import { useRanks } from '../../customers/ranks.ts'
import { Checkbox, CheckboxGroup, Select } from '../../ui/Choice.tsx'
import { Section } from '../../ui/Section.tsx'
import { NumberField } from '../../ui/TextField.tsx'
import { useFanWords } from './naming.ts'

interface WaysFieldsProps {
  draft: FanDefinition
  onChange(draft: FanDefinition): void
  attributes: { id: number; key: string; name: string }[]
  /** no way is chosen */
  isEmpty: boolean
}

/** The ways of becoming a fan; any one is enough. */
export function WaysFields({ draft, onChange, attributes, isEmpty }: WaysFieldsProps) {
  const words = useFanWords()
  const said = words.editor
  const kinds: Record<string, string> = said.kinds
  const first = attributes[0]
  return (
    <Section title={said.ways} note={said.waysNote}>
      {isEmpty && (
        <p role="alert" className="mb-3 text-danger">
          {said.required}
        </p>
      )}
      <div className="flex flex-col gap-5">
        <div>
          <Checkbox
            isSelected={draft.rank !== null}
            onChange={(on) => onChange({ ...draft, rank: on ? { best: 1, months: 12 } : null })}
          >
            {said.useRank}
          </Checkbox>
          {draft.rank && <RankFields rank={draft.rank} onChange={(rank) => onChange({ ...draft, rank })} />}
        </div>
        <div>
          <Checkbox
            isSelected={draft.attribute !== null}
            isDisabled={!first && draft.attribute === null}
            onChange={(on) => onChange({ ...draft, attribute: on && first ? { id: first.id, least: 9 } : null })}
          >
            {said.useAttribute}
          </Checkbox>
          {!first && <p className="pl-6 text-note text-ink-2">{said.noAttributes}</p>}
          {draft.attribute && (
            <AttributeFields
              attribute={draft.attribute}
              attributes={attributes}
              onChange={(attribute) => onChange({ ...draft, attribute })}
            />
          )}
        </div>
        <CheckboxGroup
          label={said.events}
          note={said.eventsNote}
          value={draft.events}
          onChange={(events) => onChange({ ...draft, events })}
        >
          {[...new Set([...usualKinds, ...draft.events])].map((kind) => (
            <Checkbox key={kind} value={kind}>
              {kinds[kind] ?? kind}
            </Checkbox>
          ))}
        </CheckboxGroup>
      </div>
    </Section>
  )
}

type Rank = NonNullable<FanDefinition['rank']>

function RankFields({ rank, onChange }: { rank: Rank; onChange(rank: Rank): void }) {
  const words = useFanWords()
  const said = words.editor
  const ranks = useRanks() ?? []
  // the lowest rank is no sign of a fan
  const choices = ranks.slice(0, -1).map((_, place) => ({
    id: place + 1,
    label: said.bestChoice(
      ranks
        .slice(0, place + 1)
        .map(({ label }) => label)
        .join(words.comma),
    ),
  }))
  return (
    <div className="mt-2 flex flex-wrap gap-4 pl-6">
      <Select label={said.best} choices={choices} value={rank.best} onChange={(best) => onChange({ ...rank, best })} />
      <NumberField
        label={said.months}
        unit={said.monthsUnit}
        value={rank.months}
        minValue={3}
        maxValue={36}
        onChange={(months) => !Number.isNaN(months) && onChange({ ...rank, months })}
      />
    </div>
  )
}

type Attribute = NonNullable<FanDefinition['attribute']>

function AttributeFields({
  attribute,
  attributes,
  onChange,
}: {
  attribute: Attribute
  attributes: WaysFieldsProps['attributes']
  onChange(attribute: Attribute): void
}) {
  const words = useFanWords()
  const said = words.editor
  return (
    <div className="mt-2 flex flex-wrap gap-4 pl-6">
      <Select
        label={said.attribute}
        choices={attributes.map(({ id, name }) => ({ id, label: name }))}
        value={attribute.id}
        onChange={(id) => onChange({ ...attribute, id })}
      />
      <NumberField
        label={said.least}
        note={said.attributeNote}
        value={attribute.least}
        onChange={(least) => !Number.isNaN(least) && onChange({ ...attribute, least })}
      />
    </div>
  )
}
