import type { WriteStream } from 'node:tty'

/** How far a long step has come, for people who watch it. */
export interface Progress {
  /** `done` of `total` units; give `total` when it becomes known */
  at(done: number, total?: number): void
  /** The step is over; says how long it took, with a closing remark. */
  end(remark?: string): void
}

export interface ProgressOutput {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

const barWidth = 24

/**
 * Shows one step: a bar with an estimate on a terminal, a plain line every few seconds elsewhere. Steps follow each
 * other; two at once would write over each other.
 */
export function startProgress(
  label: string,
  options: { total?: number; output?: ProgressOutput; clock?: () => number } = {},
): Progress {
  const output: ProgressOutput = options.output ?? (process.stderr as WriteStream)
  const clock = options.clock ?? (() => performance.now())
  const started = clock()
  let total = options.total
  let shownAt = Number.NEGATIVE_INFINITY
  let ended = false
  const everyMilliseconds = output.isTTY ? 100 : 5000
  if (output.isTTY) at(0)
  else output.write(`${label} …\n`)
  if (!output.isTTY) shownAt = started

  function at(done: number, newTotal?: number) {
    total = newTotal ?? total
    const now = clock()
    if (ended || now - shownAt < everyMilliseconds) return
    shownAt = now
    const line = describeProgress(label, done, total, (now - started) / 1000)
    output.write(output.isTTY ? `\r\u001b[2K${line.slice(0, (output.columns ?? 100) - 1)}` : `${line}\n`)
  }

  return {
    at,
    end(remark) {
      if (ended) return
      ended = true
      const line = `${label}${remark ? `: ${remark}` : ''} (${duration((clock() - started) / 1000)})`
      output.write(output.isTTY ? `\r\u001b[2K✓ ${line}\n` : `✓ ${line}\n`)
    },
  }
}

/** One line: the bar, the share, and how long it will still take at the speed so far. Pure. */
export function describeProgress(label: string, done: number, total: number | undefined, seconds: number): string {
  if (!total) return `${label} ${done.toLocaleString('en')} · ${duration(seconds)}`
  const share = Math.min(1, done / total)
  const filled = Math.round(share * barWidth)
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
  const left = share > 0.01 && seconds > 1 ? ` · about ${duration((seconds * (1 - share)) / share)} left` : ''
  return `${label} ${bar} ${Math.floor(share * 100)} % (${done.toLocaleString('en')} of ${total.toLocaleString('en')})${left}`
}

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
