import type { FormReply } from '../../../src/connectors/forms/contract.ts'
import { CopyLine } from '../../staff/CopyLine.tsx'
import { Checkbox, Select } from '../../ui/Choice.tsx'
import { Section } from '../../ui/Section.tsx'
import { NumberField, TextArea, TextField } from '../../ui/TextField.tsx'
import type { Draft } from './draft.ts'
import { useFormWords } from './words.ts'

interface PartProps {
  draft: Draft
  change(part: Partial<Draft>): void
  define(part: Partial<Draft['definition']>): void
}

export function General({ draft, change, define }: PartProps) {
  const words = useFormWords()
  const { definition } = draft
  return (
    <Section title={words.general}>
      <div className="flex flex-col gap-4">
        <TextField
          label={words.name}
          note={words.nameNote}
          name="name"
          value={draft.name}
          onChange={(name) => change({ name })}
          isRequired
        />
        <TextField
          label={words.pageTitle}
          name="definition.title"
          value={definition.title}
          onChange={(title) => define({ title })}
          isRequired
        />
        <TextArea
          label={words.intro}
          name="definition.intro"
          rows={3}
          value={definition.intro}
          onChange={(intro) => define({ intro })}
        />
        <Select
          label={words.language}
          choices={(['ja', 'en'] as const).map((id) => ({ id, label: words.languages[id] }))}
          value={draft.locale}
          onChange={(locale) => change({ locale })}
        />
      </div>
    </Section>
  )
}

export function After({ draft, change, define }: PartProps) {
  const words = useFormWords()
  const { definition } = draft
  return (
    <Section title={words.after}>
      <div className="flex flex-col gap-4">
        <TextField
          label={words.button}
          name="definition.button"
          value={definition.button}
          onChange={(button) => define({ button })}
          isRequired
        />
        <TextArea
          label={words.thanks}
          name="definition.thanks"
          rows={3}
          value={definition.thanks}
          onChange={(thanks) => define({ thanks })}
          isRequired
        />
        <TextField
          label={words.redirect}
          note={words.redirectNote}
          name="definition.redirectUrl"
          value={definition.redirectUrl ?? ''}
          onChange={(url) => define({ redirectUrl: url || null })}
        />
        <div>
          <Checkbox isSelected={draft.confirms} onChange={(confirms) => change({ confirms })}>
            {words.confirms}
          </Checkbox>
          <p className="text-note text-ink-2">{words.confirmsNote}</p>
        </div>
        {draft.confirms && (
          <NumberField
            label={words.keepDays}
            unit={words.days}
            name="keepUnconfirmedDays"
            minValue={3}
            maxValue={90}
            value={draft.keepUnconfirmedDays}
            onChange={(keepUnconfirmedDays) => change({ keepUnconfirmedDays })}
          />
        )}
      </div>
    </Section>
  )
}

/** What goes into a page of the shop: a place, and the script that keeps its height. */
const tagOf = ({ url, name }: FormReply, origin: string) =>
  `<iframe src="${url}?embed=1" title="${name.replace(/["&<>]/g, ' ')}" data-tokui-form style="width:100%;border:0;min-height:480px"></iframe><script src="${origin}/forms.js" async></script>`

export function Embedding({ draft, change, form }: Omit<PartProps, 'define'> & { form: FormReply }) {
  const words = useFormWords()
  return (
    <Section title={words.embed}>
      <div className="flex flex-col gap-4">
        <TextArea
          label={words.origins}
          note={words.originsNote}
          name="embedOrigins"
          rows={2}
          placeholder="https://shop.example"
          value={draft.origins}
          onChange={(origins) => change({ origins })}
        />
        {form.embedOrigins.length > 0 && (
          <div>
            <p className="pb-1 text-small">{words.tag}</p>
            <CopyLine text={tagOf(form, new URL(form.url).origin)} label={words.tag} />
            <p className="pt-1 text-note text-ink-2">{words.tagNote}</p>
          </div>
        )}
      </div>
    </Section>
  )
}
