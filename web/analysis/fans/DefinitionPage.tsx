import { useMemo, useState } from 'react'
import {
  type FanDefinition,
  fanDefinition,
  getFanDefinition,
  getFans,
  restoreFanDefinition,
  saveFanDefinition,
} from '../../../src/analysis/fans/contract.ts'
import { type ReplyOf, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { Reading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useFanWords } from './naming.ts'
import { PreviewBox } from './PreviewBox.tsx'
import { StudyFields } from './StudyFields.tsx'
import { WaysFields } from './WaysFields.tsx'

type Saved = ReplyOf<typeof getFanDefinition>

/** What a fan is to this shop: changed with a preview of how many that gives; the versions saved before. */
export function DefinitionPage() {
  const words = useFanWords()
  const saved = useCall(getFanDefinition, {})
  return (
    <Page title={words.editor.title} crumb={<Link href={paths.analysis('fans')}>{words.editor.back}</Link>}>
      <div className="mt-4">
        <Reading of={saved} lines={8}>
          {(data) => <Editor key={data.id} saved={data} />}
        </Reading>
      </div>
    </Page>
  )
}

/** Which part of a draft cannot be saved. */
function faultOf(draft: FanDefinition): 'ways' | 'outcome' | null {
  const read = fanDefinition.safeParse(draft)
  if (read.success) return null
  return read.error.issues.some(({ path }) => path[0] === 'outcomeDays') ? 'outcome' : 'ways'
}

function Editor({ saved }: { saved: Saved }) {
  const words = useFanWords()
  const may = useMay()
  const said = words.editor
  const { definition, id } = saved
  const [draft, setDraft] = useState<FanDefinition>(definition)
  const changed = useMemo(() => JSON.stringify(draft) !== JSON.stringify(definition), [draft, definition])
  const fault = faultOf(draft)
  const save = useAction(saveFanDefinition, {
    refresh: [getFanDefinition, getFans],
    onDone: () => toast.done(said.saved),
    onFailed: (error) => error.code === 'conflict' && toast.failed(said.conflict),
  })
  const mayWrite = may('analysis.write')
  return (
    <div className="grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-w-0 flex-col gap-8">
        <WaysFields draft={draft} onChange={setDraft} attributes={saved.attributes} isEmpty={fault === 'ways'} />
        <StudyFields draft={draft} onChange={setDraft} isTooShort={fault === 'outcome'} />
      </div>
      <aside className="flex flex-col gap-6 wide:sticky wide:top-0 wide:self-start">
        <PreviewBox draft={draft} isWhole={fault === null}>
          {mayWrite && (
            <Button
              size="normal"
              kind="primary"
              isDisabled={!changed || fault !== null}
              isPending={save.pending}
              onPress={() => save.run({ body: { definition: draft, basedOn: id } })}
            >
              {said.save}
            </Button>
          )}
          {mayWrite && changed && (
            <Button size="normal" onPress={() => setDraft(definition)}>
              {said.discard}
            </Button>
          )}
        </PreviewBox>
        <History history={saved.history} mayWrite={mayWrite} />
      </aside>
    </div>
  )
}

function History({ history, mayWrite }: { history: Saved['history']; mayWrite: boolean }) {
  const words = useFanWords()
  const format = useFormat()
  const said = words.editor
  const restore = useAction(restoreFanDefinition, {
    refresh: [getFanDefinition, getFans],
    onDone: () => toast.done(said.restored),
  })
  return (
    <Section title={said.history}>
      {history.length === 0 && <p className="text-ink-2">{said.historyNone}</p>}
      <ul>
        {history.map((version, index) => (
          <li key={version.id} className="flex min-h-9 items-center gap-3 border-t border-rule py-1 first:border-t-0">
            <span className="min-w-0 flex-1">
              {format.dateTime(version.savedAt)}
              {version.staffName && <span className="block text-note text-ink-2">{said.by(version.staffName)}</span>}
            </span>
            {index === 0 ? (
              <span className="text-note text-ink-2">{said.inForce}</span>
            ) : (
              mayWrite && (
                <Button isPending={restore.pending} onPress={() => restore.run({ params: { id: version.id } })}>
                  {said.restore}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
