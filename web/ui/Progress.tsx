import { ProgressBar } from 'react-aria-components'

interface ProgressProps {
  label: string
  /** 0 to 1; undefined while how much there is to do is unknown */
  share?: number | undefined
  /** 12,000 / 100,000, an estimate */
  detail?: string
}

/** A thin bar with its words: how far, how much, how long. */
export function Progress({ label, share, detail }: ProgressProps) {
  return (
    <ProgressBar
      aria-label={label}
      {...(share === undefined ? { isIndeterminate: true } : { value: share, maxValue: 1 })}
      className="flex min-w-0 items-center gap-3"
    >
      <span className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-1 bg-rule">
        <span
          className={share === undefined ? 'block h-full w-1/3 animate-pulse bg-accent' : 'block h-full bg-accent'}
          {...(share === undefined ? {} : { style: { width: `${Math.round(share * 1000) / 10}%` } })}
        />
      </span>
      {detail && <span className="text-note whitespace-nowrap text-ink-2">{detail}</span>}
    </ProgressBar>
  )
}
