import { useNavigate } from '@tanstack/react-router'
import type { Connection } from '../../../src/connectors/connections/contract.ts'
import { listForms } from '../../../src/connectors/forms/contract.ts'
import { useCall } from '../../api.ts'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { NewForm } from './NewForm.tsx'
import { useFormWords } from './words.ts'

/** Made here, it is written on its own screen. */
export function NewFormConnection() {
  const navigate = useNavigate()
  return <NewForm onMade={(id) => void navigate({ to: paths.form(id) })} />
}

export function FormConnection({ connection }: { connection: Connection }) {
  const words = useFormWords()
  const forms = useCall(listForms, {})
  const form = forms.data?.items.find(({ connectionId }) => connectionId === connection.id)
  return (
    <Section title={words.title} note={words.connection.made}>
      {form && (
        <div className="flex flex-wrap gap-2 py-2">
          <LinkButton href={paths.form(form.id)}>{words.connection.builder}</LinkButton>
          <LinkButton href={paths.formAnswers(form.id)}>{words.connection.list}</LinkButton>
        </div>
      )}
    </Section>
  )
}
