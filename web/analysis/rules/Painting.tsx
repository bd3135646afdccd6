import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { type AnalysisRules, levelsOf } from '../../../src/analysis/contract.ts'
import { useFormat } from '../../format.ts'
import { RankBadge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Section } from '../../ui/Section.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { frequencyLabels, monetaryLabels, recencyLabels } from '../rfm/levels.ts'
import { useAnalysisWords } from '../words.ts'
import { addRank, paint, paintedRank, type RuleFault, removeRank, suggestedPainting } from './draft.ts'

interface PaintingProps {
  draft: AnalysisRules
  onChange(draft: AnalysisRules): void
  fault: RuleFault | undefined
}

const mostRanks = 5
const fewestRanks = 2

/** The ranks, best first, and the table they are painted on: choose a rank, press cells. */
export function Painting({ draft, onChange, fault }: PaintingProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const [brush, setBrush] = useState(0)
  const [layer, setLayer] = useState<number | null>(null)
  const { list } = draft.ranks
  const levels = levelsOf(draft.rfm)
  const held = Math.min(brush, list.length - 1)
  const shown = layer !== null && layer > levels ? null : layer
  return (
    <Section title={words.rules.ranks} note={words.rules.ranksNote}>
      <RankList draft={draft} onChange={onChange} />
      {fault && (
        <p role="alert" className="mt-1 text-small text-danger">
          {words.rules[fault]}
        </p>
      )}
      <div className="mt-5 flex flex-wrap items-center gap-2">
        <span className="text-ink-2">{words.rules.brush}</span>
        {list.map((rank, place) => (
          <ToggleChip key={rank.key} isSelected={held === place} onChange={() => setBrush(place)}>
            <RankBadge rank={rank.key} name={rank.label} />
          </ToggleChip>
        ))}
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <span className="text-ink-2">{words.rules.layer}</span>
        <ToggleChip isSelected={shown === null} onChange={() => setLayer(null)}>
          {words.rules.allLayers}
        </ToggleChip>
        {monetaryLabels(draft.rfm, words.heat, format).map((label, index) => (
          <ToggleChip key={label} isSelected={shown === index + 1} onChange={(on) => setLayer(on ? index + 1 : null)}>
            {label}
          </ToggleChip>
        ))}
      </div>
      <PaintTable
        draft={draft}
        layer={shown}
        onPaint={(r, f) => onChange(paint(draft, r, f, shown, held))}
        onPaintOneTime={() => onChange({ ...draft, ranks: { ...draft.ranks, oneTime: held } })}
      />
      <div className="mt-3">
        <Button
          onPress={() =>
            onChange({ ...draft, ranks: { ...draft.ranks, painting: suggestedPainting(levels, list.length) } })
          }
        >
          {words.rules.suggested}
        </Button>
      </div>
    </Section>
  )
}

function RankList({ draft, onChange }: Omit<PaintingProps, 'fault'>) {
  const words = useAnalysisWords()
  const { list } = draft.ranks
  const set = (place: number, patch: { key?: string; label?: string }) =>
    onChange({
      ...draft,
      ranks: { ...draft.ranks, list: list.map((rank, index) => (index === place ? { ...rank, ...patch } : rank)) },
    })
  return (
    <ol className="flex max-w-[460px] flex-col gap-2">
      {list.map((rank, place) => (
        <li key={place} className="flex items-end gap-2">
          <div className="w-20">
            <TextField
              label={words.rules.letter}
              hideLabel={place > 0}
              value={rank.key}
              maxLength={2}
              onChange={(key) => /^[A-Z][A-Z0-9]?$/.test(key.toUpperCase()) && set(place, { key: key.toUpperCase() })}
            />
          </div>
          <div className="min-w-0 flex-1">
            <TextField
              label={words.rules.name}
              hideLabel={place > 0}
              value={rank.label}
              maxLength={20}
              isRequired
              onChange={(label) => set(place, { label })}
            />
          </div>
          <Button
            kind="quiet"
            size="normal"
            icon
            aria-label={words.rules.removeRank(rank.label)}
            isDisabled={list.length <= fewestRanks}
            onPress={() => onChange(removeRank(draft, place))}
          >
            <X aria-hidden size={16} strokeWidth={1.6} />
          </Button>
        </li>
      ))}
      {list.length < mostRanks && (
        <li>
          <Button onPress={() => onChange(addRank(draft))}>
            <Plus aria-hidden size={16} strokeWidth={1.6} />
            {words.rules.addRank}
          </Button>
        </li>
      )}
    </ol>
  )
}

interface PaintTableProps {
  draft: AnalysisRules
  layer: number | null
  onPaint(r: number, f: number): void
  onPaintOneTime(): void
}

function PaintTable({ draft, layer, onPaint, onPaintOneTime }: PaintTableProps) {
  const words = useAnalysisWords()
  const levels = levelsOf(draft.rfm)
  const once = draft.ranks.list[draft.ranks.oneTime]
  const places = Array.from({ length: levels }, (_, index) => index + 1)
  const rows = recencyLabels(draft.rfm, words.heat)
  const columns = frequencyLabels(draft.rfm, words.heat)
  const button =
    'grid h-11 w-full cursor-pointer place-items-center rounded-1 border border-rule bg-sheet hover:border-field hover:bg-hover'
  return (
    <div className="relative overflow-x-auto">
      <table aria-label={words.rules.ranks} className="mt-3 min-w-[520px] border-separate border-spacing-[2px]">
        <thead>
          <tr>
            <th scope="col" className="w-[104px] text-left text-note font-normal text-ink-2">
              {words.heat.corner}
            </th>
            {places.map((f) => (
              <th key={f} scope="col" className="w-24 pb-1 text-center text-note text-ink-2">
                {columns[f - 1]}　F{f}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.toReversed().map((r) => (
            <tr key={r}>
              <th scope="row" className="text-left text-small font-normal">
                {rows[r - 1]}
                <small className="block text-note text-ink-2">R{r}</small>
              </th>
              {places.map((f) => {
                const rank = paintedRank(draft, r, f, layer)
                const painted = rank === null ? undefined : draft.ranks.list[rank]
                return (
                  <td key={f} className="p-0">
                    <button type="button" className={button} onClick={() => onPaint(r, f)}>
                      <span className="sr-only">{words.rules.paint(r, f)}</span>
                      {painted ? (
                        <RankBadge rank={painted.key} name={painted.label} hideName />
                      ) : (
                        <LayersOf draft={draft} r={r} f={f} />
                      )}
                      <span className="sr-only">{words.rules.pressToPaint}</span>
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {draft.rfm.oneTimeApart && (
        <div className="mt-3 flex items-center gap-3">
          {words.heat.oneTime}
          <button type="button" className={`${button} max-w-24`} onClick={onPaintOneTime}>
            <span className="sr-only">{words.heat.oneTime}</span>
            <RankBadge rank={once?.key ?? ''} name={once?.label ?? ''} hideName />
            <span className="sr-only">{words.rules.pressToPaint}</span>
          </button>
        </div>
      )}
    </div>
  )
}

/** A cell whose layers differ shows their letters from the smallest amount to the largest. */
function LayersOf({ draft, r, f }: { draft: AnalysisRules; r: number; f: number }) {
  const levels = levelsOf(draft.rfm)
  const letters = Array.from(
    { length: levels },
    (_, index) => draft.ranks.list[paintedRank(draft, r, f, index + 1) ?? 0]?.key ?? '',
  )
  return <span className="text-note tracking-widest text-ink-2">{letters.join('')}</span>
}
