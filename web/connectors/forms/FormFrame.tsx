import type { ReactNode } from 'react'
import type { FormReply } from '../../../src/connectors/forms/contract.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { ViewTabs } from '../../ui/Tabs.tsx'
import { OpenState } from './FormsPage.tsx'
import { useFormWords } from './words.ts'

interface FormFrameProps {
  id: number
  form: FormReply | undefined
  here: 'content' | 'answers'
  actions: ReactNode
  children: ReactNode
}

/** A form and its answers are two pages under one name. */
export function FormFrame({ id, form, here, actions, children }: FormFrameProps) {
  const words = useFormWords()
  const format = useFormat()
  const tabs = [
    { href: paths.form(id), text: words.tabs.content, here: here === 'content' },
    {
      href: paths.formAnswers(id),
      text: words.tabs.answers,
      here: here === 'answers',
      ...(form ? { count: format.number(form.answers) } : {}),
    },
  ]
  return (
    <Page
      title={form?.name ?? words.title}
      crumb={<Link href={paths.forms()}>{words.back}</Link>}
      aside={
        form && (
          <span className="flex items-baseline gap-x-3">
            {words.kinds[form.kind]}
            <OpenState isOpen={form.isOpen} />
          </span>
        )
      }
      actions={actions}
    >
      <ViewTabs label={words.title} tabs={tabs} />
      {children}
    </Page>
  )
}
