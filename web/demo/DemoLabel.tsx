import { FlaskConical } from 'lucide-react'
import { Link as AriaLink } from 'react-aria-components'
import { paths } from '../paths.ts'
import { useMay, useSession } from '../session.ts'
import { Notice } from '../ui/Badge.tsx'
import { classes } from '../ui/classes.ts'
import { Link } from '../ui/Link.tsx'
import { useDemoWords } from './words.ts'

/** Says on every screen that nobody shown is real; leads the owner to where it is removed. */
export function DemoLabel({ narrow = false }: { narrow?: boolean }) {
  const words = useDemoWords()
  const { company } = useSession()
  const may = useMay()
  if (!company.isDemo) return null
  const look = classes(
    'flex min-h-7 flex-none items-center gap-1.5 rounded-2 bg-warn-quiet px-2 text-note font-bold whitespace-nowrap text-warn',
    narrow && 'justify-center',
  )
  const content = (
    <>
      <FlaskConical aria-hidden size={14} strokeWidth={1.7} className="flex-none" />
      <span className={narrow ? 'sr-only' : undefined}>{words.label}</span>
    </>
  )
  if (!may('demo.write')) return <p className={look}>{content}</p>
  return (
    <AriaLink href={paths.settings('demo')} className={classes(look, 'cursor-pointer hover:underline')}>
      {content}
    </AriaLink>
  )
}

/** Where one's own files come in: first the demo data has to go. */
export function DemoNotice() {
  const words = useDemoWords()
  const { company } = useSession()
  const may = useMay()
  if (!company.isDemo) return null
  return (
    <Notice
      tone="warn"
      action={may('demo.write') ? <Link href={paths.settings('demo')}>{words.remove}</Link> : words.onlyOwner}
    >
      {words.beforeImport}
    </Notice>
  )
}
