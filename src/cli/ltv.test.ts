import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { simulatedLog } from '../../test/buyers.ts'
import { temporaryFolder } from '../../test/folder.ts'
import { dayFromNumber, dayNumber } from '../platform/calendar.ts'
import { readConfig } from '../platform/config.ts'
import { command } from './ltv.ts'

const folder = temporaryFolder('ltv')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(name: string, text: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function ltv(args: string[], locale: 'ja' | 'en' = 'en'): Promise<string> {
  const lines: string[] = []
  await command.run(args, {
    config: readConfig(),
    say: (line) => void lines.push(line),
    signal: new AbortController().signal,
    locale,
  })
  return lines.join('\n')
}

async function refusal(args: string[], locale: 'ja' | 'en' = 'en'): Promise<string> {
  const error = await ltv(args, locale).then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  return error?.message ?? 'no refusal'
}

/** A shop of 1,500 customers with what they spent, as a file. */
const shop = (() => {
  const params = { r: 0.8, alpha: 60, a: 0.9, b: 2.5 }
  const log = simulatedLog({ customers: 1500, params, joining: 300, days: 500, seed: 4 })
  const start = dayNumber('2025-01-01')
  const lines = ['date,shop,amount,customer_id']
  log.ids.forEach((id, customer) => {
    for (let row = log.starts[customer] as number; row < (log.starts[customer + 1] as number); row++) {
      lines.push(
        `${dayFromNumber(start + (log.days[row] as number))},x,${(log.amounts[row] as number).toFixed(2)},C-${id}`,
      )
    }
  })
  return { path: fileOf('shop.csv', `${lines.join('\n')}\n`), rows: lines.length - 1 }
})()

test('fit: one JSON object, days or weeks', async () => {
  const inDays = JSON.parse(await ltv(['fit', shop.path, '--json']))
  const inWeeks = JSON.parse(await ltv(['fit', shop.path, '--json', '--unit', 'week']))
  expect(inDays).toMatchObject({ model: 'mbgnbd', unit: 'day', customers: 1500, warnings: [] })
  expect(inDays.rows).toEqual({ read: shop.rows, leftOut: 0, zeros: 0, refunds: 0, sameDay: 0 })
  expect(Object.keys(inDays.params)).toEqual(['r', 'alpha', 'a', 'b'])
  expect(Object.keys(inDays.spend)).toEqual(['p', 'q', 'gamma', 'se', 'logLikelihood', 'customers', 'populationMean'])
  expect(inWeeks.params.alpha).toBeCloseTo(inDays.params.alpha / 7, 10)
  expect(inWeeks.params.r).toBe(inDays.params.r)
  expect(inWeeks.logLikelihood).toBeCloseTo(inDays.logLikelihood + inDays.repeats * Math.log(7), 6)
  expect(inWeeks.spend).toEqual(inDays.spend)
})

test.each([
  ['bgnbd', ['r', 'alpha', 'a', 'b']],
  ['pnbd', ['r', 'alpha', 's', 'beta']],
  ['nbd', ['r', 'alpha']],
])('fit --model %s', async (model, parameters) => {
  const found = JSON.parse(await ltv(['fit', shop.path, '--json', '--model', model]))
  expect(found.model).toBe(model)
  expect(Object.keys(found.params)).toEqual(parameters)
  expect(Object.keys(found.se)).toEqual(parameters)
})

test('fit: a regular model by its k; a table in both languages', async () => {
  const found = JSON.parse(await ltv(['fit', shop.path, '--json', '--model', 'mbgcnbd', '--k', '3']))
  expect([found.model, found.k]).toEqual(['mbgcnbd', 3])
  expect(await ltv(['fit', shop.path])).toMatch(
    /MBG\/NBD, learned from purchases up to 2026-05-1\d; alpha and beta in days/,
  )
  const japanese = await ltv(['fit', shop.path, '--unit', 'week', '--calibration-end', '2026-01-31'], 'ja')
  expect(japanese).toContain('MBG/NBD（2026-01-31 までの購入から。alpha と beta の単位は週）')
  expect(japanese).toContain('標準誤差')
})

test('predict: a line a customer, from the days after the calibration', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const args = ['predict', shop.path, '--calibration-end', '2026-01-31', '--horizon', '90', '--csv']
  const [header, ...lines] = (await ltv(args)).split(/\r?\n/)
  expect(said.mock.calls.join('')).toContain('the 90 days after 2026-01-31')
  expect(said.mock.calls.join('')).toContain('at least 80 % of such customers')
  said.mockRestore()
  expect(header).toBe('customer_id,p_alive,expected_purchases,low,high,p_buy,next_from,next_to,expected_value')
  expect(lines).toHaveLength(1500)
  for (const line of lines) {
    const [id, alive, expected, low, high, buys, from, to, value] = line.split(',') as string[]
    expect(id).toMatch(/^C-\d+$/)
    for (const chance of [alive, buys]) expect(Number(chance) > 0 && Number(chance) <= 1, line).toBe(true)
    expect(Number(low) <= Number(high) && Number(buys) <= Number(alive), line).toBe(true)
    expect('2026-01-31' < (from as string) && (from as string) <= (to as string), line).toBe(true)
    expect(Number(value) > Number(expected), line).toBe(true)
  }
  expect(await ltv(args.slice(0, -1))).toMatch(/purchases expected of 1,500 customers/)
})

test('evaluate: forecasts at the cut against what came, one object or a table', async () => {
  const args = ['evaluate', shop.path, '--cut', '2026-01-31', '--horizon', '90']
  const found = JSON.parse(await ltv([...args, '--json']))
  expect(found).toMatchObject({ cut: '2026-01-31', horizon: 90, unit: 'day', tooSmall: null, warnings: [] })
  const names = ['bgnbd', 'clock', 'mbgcnbd', 'mbgnbd', 'nbd', 'ownRate', 'pnbd', 'recency', 'shipped', 'steady']
  expect(Object.keys(found.models).sort()).toEqual(names)
  for (const name of names) {
    const { total, mae, rmse, brier, auc } = found.models[name]
    for (const one of [total, mae, rmse, brier, auc]) expect(one, name).toBeGreaterThan(0)
  }
  const { low, high, total } = found.models.shipped
  expect([low < total, total < high, found.interval.inside]).toEqual([
    true,
    true,
    low <= found.actual && found.actual <= high,
  ])
  expect(found.reason).toContain('The total is forecast by')
  const japanese = await ltv(args, 'ja')
  expect(japanese).toMatch(/^2026-01-31 までにわかっていたお客様は[\d,]+人。/)
  expect(japanese).toContain('実際に使う予測')
  // rows after the cut count for nothing but the actual
  const known = readFileSync(shop.path, 'utf8').split('\n')
  const early = known.filter((row, at) => at === 0 || row.slice(0, 10) <= '2026-01-31')
  const path = fileOf('early.csv', `${early.join('\n')}\n2026-03-01,x,5,C-1\n`)
  const alone = JSON.parse(await ltv(['evaluate', path, ...args.slice(2), '--json']))
  expect(alone.models.shipped.total).toBe(total)
  expect(alone.warnings.join()).toContain('Give --horizon 29')
  expect(await refusal(['evaluate', shop.path, '--cut', '2030-01-01'])).toContain('nothing after 2030-01-01')
})

test('rows that cannot be read end it, with number, reason and remedy, or are left out when told', async () => {
  const path = fileOf(
    'bad.csv',
    'customer_id,date,amount\na,2026-01-05,100\n,2026-01-06,50\nb,2026-02-30,10\nb,,10\nc,2026-03-01,abc\nc,2026/3/5,"1,200"\na,20260401,-30\nc,2026-04-02,10\n',
  )
  const english = await refusal(['fit', path])
  expect(english.split('\n').slice(1)).toEqual([
    '  row 3: customer_id is empty. Write who bought, or delete the row.',
    '  row 4: "2026-02-30" is not a calendar day. Write it as 2026-11-22.',
    '  row 5: date is empty. Write the day of purchase as 2026-11-22.',
    '  row 6: "abc" is not an amount. Write digits, as 1980 or -500 for a refund, or leave it empty.',
    'Correct them, or leave them out with --skip-bad-rows.',
  ])
  expect(await refusal(['fit', path], 'ja')).toContain('4行目: 「2026-02-30」は暦の日付ではありません。')
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const found = JSON.parse(await ltv(['fit', path, '--skip-bad-rows', '--json']))
  expect(said.mock.calls.join('')).toContain('row 4')
  said.mockRestore()
  expect(found.rows).toEqual({ read: 8, leftOut: 4, zeros: 0, refunds: 1, sameDay: 0 })
  expect([found.customers, found.repeats]).toEqual([2, 1])
})

test('what is asked wrongly is said plainly', async () => {
  const two = fileOf('two.csv', 'customer_id,date\na,2026-01-05\nb,2026-01-06\n')
  expect(await refusal(['fit', two, '--modle', 'x'])).toBe("Unknown option '--modle'")
  expect(await refusal(['fit', two, '--csv'])).toBe("Unknown option '--csv'")
  expect(await refusal(['fit', two, '--model', 'x'])).toContain('--model must be one of mbgnbd, bgnbd')
  expect(await refusal(['fit', two, '--k', '3'])).toContain('mbgnbd has no k')
  expect(await refusal(['fit', two, '--model', 'bgcnbd', '--k', '21'])).toContain('at most 20')
  expect(await refusal(['fit', two, '--unit', 'month'])).toContain('--unit must be day or week')
  expect(await refusal(['fit', two, '--calibration-end', '2026-02-30'])).toContain('must be a day')
  expect(await refusal(['predict', two, '--horizon', '0'])).toContain('--horizon must be a whole number from 1 up')
  expect(await refusal(['fit', two, '--calibration-end', '2025-01-01'])).toContain('Nobody had bought by 2025-01-01')
  expect(await refusal(['fit'])).toBe('name one file')
  expect(await refusal(['fit', join(folder, 'none.csv')])).toContain('There is no file')
  expect(await refusal(['fit', fileOf('other.csv', 'id,day\n1,2\n')])).toContain(
    'needs the columns customer_id and date',
  )
  expect(await refusal(['fit', fileOf('empty.csv', '')])).toContain('cannot be read as a table: empty')
  expect(await refusal(['fit', fileOf('head.csv', 'customer_id,date\n')])).toContain('has no purchases')
  expect(await refusal(['guess'])).toContain('there is no "tokui ltv guess"')
  const once = JSON.parse(await ltv(['fit', two, '--json']))
  expect(once.spend).toBeNull()
  expect(once.warnings.map(({ code }: { code: string }) => code)).toEqual(['no-repeats', 'simpler-model'])
})

const cdnow = resolve('../shared/data/ltv/cdnow/CDNOW_sample.txt')
const present = existsSync(cdnow)
const title = present
  ? 'the tenth of CDNOW gives the published figures'
  : 'CDNOW is not on this machine (../shared/data/ltv/cdnow): the command not compared with the published figures'

test.runIf(present)(title, async () => {
  const rows = [...readFileSync(cdnow, 'utf8').matchAll(/^ *\d+ (\d+) (\d{4})(\d\d)(\d\d) +\d+ +(\S+)/gm)]
  const lines = rows.map(([, id, year, month, day, amount]) => `${id},${year}-${month}-${day},${amount}`)
  const path = fileOf('cdnow.csv', `customer_id,date,amount\n${lines.join('\n')}\n`)
  const options = ['--unit', 'week', '--calibration-end', '1997-09-30', '--json']
  const found = JSON.parse(await ltv(['fit', path, ...options]))
  expect([found.customers, found.repeats, found.spend.customers]).toEqual([2357, 2457, 946])
  const figures = [...Object.values(found.params), found.logLikelihood] as number[]
  expect(figures.map((one) => one.toPrecision(7))).toEqual([
    '0.5248432',
    '6.183085',
    '0.8913594',
    '1.614002',
    '-9582.136',
  ])
  expect([found.spend.p, found.spend.q, found.spend.gamma].map((one) => one.toPrecision(5))).toEqual([
    '6.2496',
    '3.7442',
    '15.444',
  ])
})
