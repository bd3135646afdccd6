import { paths } from '../paths.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Page } from '../ui/Page.tsx'
import { Loading } from '../ui/states.tsx'
import { useWords } from '../words.ts'

export function NotFoundPage() {
  const words = useWords()
  return (
    <Page title={words.pages.missing}>
      <p className="mt-3 mb-4 text-ink-2">{words.pages.missingWhy}</p>
      <div>
        <LinkButton href={paths.today()}>{words.pages.missingGo}</LinkButton>
      </div>
    </Page>
  )
}

export function BrokenPage() {
  const words = useWords()
  return (
    <Page title={words.pages.broken}>
      <p className="mt-3 mb-4 text-ink-2">{words.pages.brokenWhy}</p>
      <div>
        <Button onPress={() => location.reload()}>{words.verbs.reload}</Button>
      </div>
    </Page>
  )
}

export function PendingPage() {
  return <Loading lines={6} />
}
