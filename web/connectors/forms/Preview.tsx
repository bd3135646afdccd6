import { type Definition, previewForm } from '../../../src/connectors/forms/contract.ts'
import { usePreview } from '../../analysis/use-preview.ts'
import { call } from '../../api.ts'
import { Section } from '../../ui/Section.tsx'
import { useFormWords } from './words.ts'

interface PreviewProps {
  kind: 'sign-up' | 'inquiry' | 'survey'
  locale: 'ja' | 'en'
  definition: Definition
}

/** The page as the server makes it, in a frame of no origin; the policy of this page lets nothing in it run. */
export function Preview({ kind, locale, definition }: PreviewProps) {
  const words = useFormWords()
  const isWhole =
    definition.title !== '' &&
    definition.button !== '' &&
    definition.thanks !== '' &&
    definition.fields.every((field) => field.label !== '') &&
    definition.consents.every(({ body }) => body !== '')
  const draft = JSON.stringify({ kind, locale, definition })
  const { preview, isCounting } = usePreview(previewForm.path, draft, isWhole, (asked, signal) =>
    call(previewForm, { body: JSON.parse(asked) as PreviewProps }, { signal }),
  )
  return (
    <div className="min-w-0 desk:sticky desk:top-0 desk:self-start">
      <Section title={words.preview} note={words.previewNote}>
        <iframe
          title={words.preview}
          sandbox="allow-scripts"
          srcDoc={preview?.html ?? ''}
          aria-busy={isCounting}
          className="h-[70vh] w-full rounded-2 border border-rule-2 bg-sheet"
        />
      </Section>
    </div>
  )
}
