import { matchBaseNow } from '../../customers/index.ts'
import { merging } from '../../house.ts'
import type { Io } from '../command.ts'
import { withContext } from '../installation.ts'

/** `tokui match train` */
export async function learnFromBase(io: Io, isJson: boolean): Promise<void> {
  await withContext(io, async (ctx) => {
    const started = performance.now()
    const { records, compared, curve, unseen } = await matchBaseNow(ctx, merging, { learns: true, onlyLearns: true })
    const report = { records, compared, curve, unseen, seconds: secondsSince(started) }
    if (isJson) io.say(JSON.stringify(report))
    else {
      io.say(`${records} customers, ${compared} pairs compared, ${report.seconds} s`)
      for (const line of curveLines(curve)) io.say(line)
      if (unseen.length > 0) io.say(`Never met in this base, so assumed: ${unseen.join(', ')}`)
    }
  })
}

/** `tokui match run` */
export async function runOverBase(io: Io, isJson: boolean): Promise<void> {
  await withContext(io, async (ctx) => {
    const started = performance.now()
    const { unseen: _, ...found } = await matchBaseNow(ctx, merging, { learns: false })
    const report = { ...found, seconds: secondsSince(started) }
    if (isJson) io.say(JSON.stringify(report))
    else {
      const { records, compared, proposals, joined, households, companies, seconds } = report
      io.say(`${records} customers, ${compared} pairs compared, ${seconds} s`)
      io.say(`${proposals} pairs may be one person; ${joined} merged without asking`)
      io.say(`${households} households, ${companies} firms`)
      for (const line of curveLines(report.curve)) io.say(line)
    }
  })
}

const secondsSince = (started: number) => Number(((performance.now() - started) / 1000).toFixed(1))

function curveLines(curve: { from: number; pairs: number; wrongPerThousand: number }[]): string[] {
  return [
    'chance from      pairs   expected wrong in 1,000',
    ...curve.map(
      ({ from, pairs, wrongPerThousand }) =>
        `${String(from).padEnd(12)}${String(pairs).padStart(10)}   ${wrongPerThousand.toFixed(3).padStart(23)}`,
    ),
  ]
}
