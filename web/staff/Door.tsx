import type { ReactNode } from 'react'
import { usePreferences } from '../preferences.ts'
import { Seal } from '../shell/Seal.tsx'
import { classes } from '../ui/classes.ts'
import { useTitle } from '../ui/Page.tsx'
import { useWords } from '../words.ts'
import { useStaffWords } from './words.ts'

interface DoorProps {
  title: string
  /** one or two lines under the title */
  lead?: ReactNode
  children: ReactNode
  wide?: boolean
}

/** The sheet before one is inside: sign-in, one-time links, the first visit. */
export function Door({ title, lead, children, wide = false }: DoorProps) {
  const shared = useWords()
  useTitle(title)
  return (
    <div className="flex min-h-dvh flex-col bg-ground">
      <main
        id="main"
        className={classes(
          'mx-auto flex w-full flex-1 flex-col bg-sheet px-4 py-6 tablet:my-[8vh] tablet:flex-none tablet:border tablet:border-rule tablet:px-10 tablet:py-9',
          wide ? 'tablet:max-w-2xl' : 'tablet:max-w-md',
        )}
      >
        <p className="mb-7 flex items-center gap-2.5">
          <Seal />
          <b className="text-[1.0625rem] tracking-[0.03em]">{shared.product}</b>
        </p>
        <h1 className="border-t-2 border-ink-rule pt-3">{title}</h1>
        {lead && <div className="mt-1.5 text-body text-ink-2">{lead}</div>}
        <div className="mt-6">{children}</div>
      </main>
      <LanguageSwitch />
    </div>
  )
}

const languages = ['ja', 'en'] as const

function LanguageSwitch() {
  const words = useStaffWords()
  const { language, choose } = usePreferences()
  return (
    <footer className="bg-sheet px-4 pb-6 tablet:bg-transparent">
      <ul aria-label={words.language} className="mx-auto flex justify-center gap-4">
        {languages.map((one) => (
          <li key={one}>
            <button
              type="button"
              lang={one}
              aria-pressed={one === language}
              onClick={() => choose({ language: one })}
              className={classes(
                'min-h-11 px-1 text-dense',
                one === language ? 'font-bold text-ink underline underline-offset-4' : 'text-ink-2 hover:text-ink',
              )}
            >
              {words.languages[one]}
            </button>
          </li>
        ))}
      </ul>
    </footer>
  )
}
