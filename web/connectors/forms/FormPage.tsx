import { useState } from 'react'
import { changeForm, type FormReply, getForm, listForms, openForm } from '../../../src/connectors/forms/contract.ts'
import { useId } from '../../address.ts'
import { type ProblemError, useAction, useCall } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { CopyLine } from '../../staff/CopyLine.tsx'
import { Refused } from '../../staff/Refused.tsx'
import { Notice } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { Reading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { Consents } from './Consents.tsx'
import { type Draft, draftOf } from './draft.ts'
import { FormFrame } from './FormFrame.tsx'
import { MailNotice } from './FormsPage.tsx'
import { After, Embedding, General } from './Parts.tsx'
import { Preview } from './Preview.tsx'
import { Questions } from './Questions.tsx'
import { useFormWords } from './words.ts'

/** One form: what stands in it, beside what people will see. */
export function FormPage() {
  const id = useId()
  const form = useCall(getForm, { params: { id } })
  return (
    <FormFrame id={id} form={form.data} here="content" actions={form.data && <OpenIt form={form.data} />}>
      <Reading of={form} lines={8}>
        {(data) => <Builder key={data.version} form={data} />}
      </Reading>
    </FormFrame>
  )
}

function OpenIt({ form }: { form: FormReply }) {
  const words = useFormWords()
  const may = useMay()
  const { sentence } = useProblems()
  const turn = useAction(openForm, {
    refresh: [getForm, listForms],
    onDone: () => toast.done(form.isOpen ? words.wasClosed : words.opened),
    onFailed: (error) => toast.failed(ownSentence(error, words.codes) ?? sentence(error)),
  })
  if (!may('forms.write')) return null
  return (
    <Button
      isPending={turn.pending}
      onPress={() => turn.run({ params: { id: form.id }, body: { isOpen: !form.isOpen } })}
    >
      {form.isOpen ? words.closeIt : words.openIt}
    </Button>
  )
}

function ownSentence(error: ProblemError | null, codes: Record<string, string>): string | undefined {
  const own = [...new Set((error?.fields ?? []).flatMap(({ code }) => codes[code] ?? []))]
  return own.length > 0 ? own.join(' ') : undefined
}

function Builder({ form }: { form: FormReply }) {
  const words = useFormWords()
  const may = useMay()
  const { sentence, byField } = useProblems()
  const [draft, setDraft] = useState<Draft>(() => draftOf(form))
  const save = useAction(changeForm, { refresh: [getForm, listForms], onDone: () => toast.done(words.saved) })
  const mail = useCall(listForms, {}).data?.mail
  const mayWrite = may('forms.write')
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const define = (part: Partial<Draft['definition']>) => change({ definition: { ...draft.definition, ...part } })
  const send = () => {
    const { origins, ...rest } = draft
    const embedOrigins = origins.split(/\s+/).filter(Boolean)
    save.run({ params: { id: form.id }, body: { ...rest, embedOrigins, version: form.version } })
  }
  const wrong = (save.error?.fields ?? []).map(({ field }) => field)
  return (
    <div className="mt-5 grid gap-8 desk:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex min-w-0 flex-col gap-6">
        {draft.confirms && mail && <MailNotice state={mail} />}
        {form.isOpen && (
          <Section
            title={words.address}
            note={words.addressNote}
            end={
              <Link href={form.url} target="_blank" rel="noreferrer">
                {words.seeIt}
              </Link>
            }
          >
            <CopyLine text={form.url} label={words.address} />
          </Section>
        )}
        <Form onSubmit={send} problems={byField(save.error)}>
          <General draft={draft} change={change} define={define} />
          <Questions fields={draft.definition.fields} wrong={wrong} onChange={(fields) => define({ fields })} />
          <Consents consents={draft.definition.consents} onChange={(consents) => define({ consents })} />
          <After draft={draft} change={change} define={define} />
          <Embedding draft={draft} change={change} form={form} />
          {save.error && <Refused>{ownSentence(save.error, words.codes) ?? sentence(save.error)}</Refused>}
          {mayWrite ? (
            <div className="border-t border-rule bg-sheet py-3 desk:sticky desk:-bottom-8">
              <Button kind="primary" size="normal" type="submit" isPending={save.pending}>
                {words.save}
              </Button>
            </div>
          ) : (
            <Notice tone="quiet">{words.kinds[form.kind]}</Notice>
          )}
        </Form>
      </div>
      <Preview kind={form.kind} locale={draft.locale} definition={draft.definition} />
    </div>
  )
}
