import { Link as AriaLink } from 'react-aria-components'
import { paths } from '../paths.ts'
import { classes } from '../ui/classes.ts'
import { useWords } from '../words.ts'

/** The seal 得, the only ornament. */
export function Seal() {
  return (
    <span
      aria-hidden
      lang="ja"
      className="grid size-[30px] flex-none place-items-center rounded-2 bg-accent text-[1.125rem] leading-none font-bold text-on-accent"
    >
      得
    </span>
  )
}

export function Brand({ narrow = false }: { narrow?: boolean }) {
  const words = useWords()
  return (
    <AriaLink
      href={paths.today()}
      {...(narrow ? { 'aria-label': words.product } : {})}
      className={classes('mb-5 flex cursor-pointer items-center gap-2.5 text-ink', narrow ? 'justify-center' : 'px-2')}
    >
      <Seal />
      {!narrow && (
        <span className="min-w-0">
          <b className="block text-[1.0625rem] leading-[1.15] tracking-[0.03em]">{words.product}</b>
          <small className="block text-note whitespace-nowrap text-ink-2 [font-feature-settings:'palt']">
            {words.tagline}
          </small>
        </span>
      )}
    </AriaLink>
  )
}
