import { useEffect, useMemo, useState } from 'react'
import { type AnalysisRules, getOverview, getRules, restoreRules, saveRules } from '../../../src/analysis/contract.ts'
import { listFields } from '../../../src/segments/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { Reading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useAnalysisWords } from '../words.ts'
import { CpmSection } from './CpmSection.tsx'
import { faultsOf } from './draft.ts'
import { Painting } from './Painting.tsx'
import { PreviewBox } from './PreviewBox.tsx'
import { RfmSection } from './RfmSection.tsx'

/** The rules of classification: cuts, the painting of ranks, CPM; what saving would move; the versions saved before. */
export function RulesPage() {
  const words = useAnalysisWords()
  const saved = useCall(getRules, {})
  return (
    <Page title={words.rules.title} crumb={<Link href={paths.analysis()}>{words.rules.back}</Link>}>
      <div className="mt-4">
        <Reading of={saved} lines={8}>
          {(data) => <Editor key={data.id} id={data.id} rules={data.rules} history={data.history} />}
        </Reading>
      </div>
    </Page>
  )
}

interface EditorProps {
  id: number | null
  rules: AnalysisRules
  history: { id: number; savedAt: string; staffName: string | null }[]
}

function Editor({ id, rules, history }: EditorProps) {
  const words = useAnalysisWords()
  const may = useMay()
  const [draft, setDraft] = useState(rules)
  const changed = useMemo(() => JSON.stringify(draft) !== JSON.stringify(rules), [draft, rules])
  const faults = faultsOf(draft)
  const whole = Object.keys(faults).length === 0
  useLeaveWarning(changed)
  const save = useAction(saveRules, {
    refresh: [getRules, getOverview, listFields],
    onDone: () => toast.done(words.rules.saved),
    onFailed: (error) => error.code === 'conflict' && toast.failed(words.rules.conflict),
  })
  const mayWrite = may('analysis.write')
  return (
    <div className="grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-w-0 flex-col gap-8">
        <RfmSection draft={draft} onChange={setDraft} faults={faults} />
        <Painting draft={draft} onChange={setDraft} fault={faults.ranks} />
        <CpmSection draft={draft} onChange={setDraft} fault={faults.cpm} />
      </div>
      <aside className="flex flex-col gap-6 wide:sticky wide:top-0 wide:self-start">
        {mayWrite && (
          <PreviewBox draft={draft} isChanged={changed} isWhole={whole}>
            <Button
              size="normal"
              kind="primary"
              isDisabled={!changed || !whole}
              isPending={save.pending}
              onPress={() => save.run({ body: { rules: draft, basedOn: id } })}
            >
              {words.rules.save}
            </Button>
            {changed && (
              <Button size="normal" onPress={() => setDraft(rules)}>
                {words.rules.discard}
              </Button>
            )}
          </PreviewBox>
        )}
        <History history={history} mayWrite={mayWrite} />
      </aside>
    </div>
  )
}

function History({ history, mayWrite }: { history: EditorProps['history']; mayWrite: boolean }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const restore = useAction(restoreRules, {
    refresh: [getRules, getOverview, listFields],
    onDone: () => toast.done(words.rules.restored),
  })
  return (
    <Section title={words.rules.history}>
      {history.length === 0 && <p className="text-ink-2">{words.rules.historyNone}</p>}
      <ul>
        {history.map((version, index) => (
          <li key={version.id} className="flex min-h-9 items-center gap-3 border-t border-rule py-1 first:border-t-0">
            <span className="min-w-0 flex-1">
              {format.dateTime(version.savedAt)}
              {version.staffName && (
                <span className="block text-note text-ink-2">{words.rules.by(version.staffName)}</span>
              )}
            </span>
            {index === 0 ? (
              <span className="text-note text-ink-2">{words.rules.inForce}</span>
            ) : (
              mayWrite && (
                <Button isPending={restore.pending} onPress={() => restore.run({ params: { id: version.id } })}>
                  {words.rules.restore}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The browser asks before unsaved rules are lost. */
function useLeaveWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsaved])
}
