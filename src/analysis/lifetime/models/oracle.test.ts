import { expect, test } from 'vitest'
import { bgNbd } from './bg-nbd.ts'
import { mbgNbd } from './mbg-nbd.ts'

/** Against arithmetic of 40 digits (mpmath): ten customers of CDNOW and what broke other libraries. */
const models = { bgnbd: bgNbd, mbgnbd: mbgNbd }
type Name = keyof typeof models

/** of the tenth of CDNOW, 39 weeks, alpha in weeks */
const parameters = {
  bgnbd: { r: 0.2425945224, alpha: 4.413602019, a: 0.7929220172, b: 2.425906777 },
  mbgnbd: { r: 0.5248431591, alpha: 6.183085279, a: 0.8913593908, b: 1.61400224 },
}

function expectRelative(found: number, expected: number, share: number): void {
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(share * Math.abs(expected))
}

// model, id, x, tx and T in days, ln L, P(alive), expected purchases in 4, 39 and 52 weeks
const customers = `
  bgnbd 1 2 213 272 -9.45955947770866 0.726620311680121 0.14732771766483 1.22599445531521 1.55868623227123
  mbgnbd 1 2 213 272 -9.48571348287248 0.706138478958522 0.154474173979563 1.26275885080373 1.59693352401372
  bgnbd 2 1 12 272 -4.47111794688285 0.212391044424182 0.0239370532603184 0.203418847552784 0.26012162284975
  mbgnbd 2 1 12 272 -4.46116270755076 0.170951079121852 0.022654412073709 0.188944901761239 0.240266292073799
  bgnbd 3 0 0 272 -0.55379128923228 1 0.0221174109630592 0.194793631212357 0.251681896859859
  mbgnbd 3 0 0 272 -0.539598375798215 0.389722976532589 0.0178620626513835 0.153966018979388 0.19764400911752
  bgnbd 6 7 206 272 -21.864414580185 0.641834709524153 0.417562940103862 3.33757135813942 4.19952351878654
  mbgnbd 6 7 206 272 -21.7768384661438 0.622679896254945 0.40334556473937 3.16716954232314 3.96413650813535
  bgnbd 9 2 250 272 -9.53667730017232 0.784872980396609 0.159138883127631 1.32428161809572 1.68364507427153
  mbgnbd 9 2 250 272 -9.57432869742414 0.77156936624619 0.168787771903612 1.37976625728342 1.74490560106261
  bgnbd 2355 0 0 189 -0.476103842093637 1 0.0303114676832722 0.258978976185354 0.332072518094762
  mbgnbd 2355 0 0 189 -0.474016371434591 0.428461992093513 0.0264992968579268 0.220623488412397 0.280777031253794
  bgnbd 2356 4 186 189 -14.1284016883001 0.865871224188459 0.451541898381874 3.48817960433966 4.3571794113697
  mbgnbd 2356 4 186 189 -14.0487033840273 0.855875919820485 0.449374321538162 3.40386922082234 4.22761349912649
  bgnbd 1516 26 216 217 -37.7283274058206 0.968854441398834 2.75895055635719 20.7489029028786 25.7573369706136
  mbgnbd 1516 26 216 217 -38.3235708087631 0.965484649155096 2.63901215841736 19.4466079954746 23.9981908932975
  bgnbd 157 29 264 266 -43.8714044093587 0.969221268623151 2.58383935766381 20.0552492657263 25.0633413427489
  mbgnbd 157 29 264 266 -44.4093704683045 0.96593808243492 2.48902954465352 18.9518720671794 23.5513169598528
  bgnbd 244 5 36 261 -12.2408208810689 0.00357084515917199 0.00174610513649069 0.0140156172176591 0.017654996916967
  mbgnbd 244 5 36 261 -12.3841275736055 0.00437951692733656 0.00215953252799837 0.0170276704080387 0.021336021707046`

test.each(rowsOf(customers))('%s, customer %s', (name, _id, ...figures) => {
  const [x, txDays, TDays, logLikelihood, alive, ce4, ce39, ce52] = figures.map(Number) as Figures
  const model = models[name as Name]
  const params = parameters[name as Name]
  const [tx, T] = [txDays / 7, TDays / 7]
  expectRelative(model.logLikelihood(params, x, tx, T), logLikelihood, 1e-11)
  expectRelative(model.alive(params, x, tx, T), alive, 1e-11)
  expectRelative(model.expected(params, x, tx, T, 4), ce4, 1e-11)
  expectRelative(model.expected(params, x, tx, T, 39), ce39, 1e-11)
  expectRelative(model.expected(params, x, tx, T, 52), ce52, 1e-11)
})

// model, r, alpha, a, b, x, tx, T, t, ln L, P(alive), expected purchases in t | what it is
const stress = `
  bgnbd 0.11 2.24 0.31 0.5 0 0 1 30 -0.0406007210331018 1 0.564588615532785 | a<1, x=0, T small (lifetimes #302: 2F1 negative)
  mbgnbd 0.11 2.24 0.31 0.5 0 0 1 30 -0.0248668517182514 0.607647692214205 0.43990620904176 | a<1, x=0, T small (lifetimes #302: 2F1 negative)
  bgnbd 0.5458741247391189 13.409316394557274 0.0009994943799344323 0.03899022143378801 0 0 10 30 -0.3041525253478 1 0.690910452712539 | a+b<1 tiny a (lifetimes PR#206)
  mbgnbd 0.5458741247391189 13.409316394557274 0.0009994943799344323 0.03899022143378801 0 0 10 30 -0.29530707641404 0.966419877788311 0.675628053025912 | a+b<1 tiny a (lifetimes PR#206)
  bgnbd 0.243 4.414 0.793 2.426 1000 10 100 10 3225.14298368282 0 0 | heavy buyer (lifetimes tests)
  mbgnbd 0.243 4.414 0.793 2.426 1000 10 100 10 3225.14119483694 0 0 | heavy buyer (lifetimes tests)
  bgnbd 0.243 4.414 0.793 2.426 2 30 39 5200 -9.45613179124588 0.719550903147443 19.5022834937776 | z near 1 (long horizon)
  mbgnbd 0.243 4.414 0.793 2.426 2 30 39 5200 -9.68640191627503 0.768228969257772 23.6954639265672 | z near 1 (long horizon)
  bgnbd 0.5 8 1.0000001 2 4 30 39 39 -15.0841264556955 0.657666222555998 1.89475911912658 | a just above 1
  mbgnbd 0.5 8 1.0000001 2 4 30 39 39 -15.2970251400224 0.697460256599103 2.06596871192479 | a just above 1
  bgnbd 0.25 4 0.8 2.5 200 38 40 39 100.795693092706 0.0221677370730859 3.01032168277901 | num-error note
  mbgnbd 0.25 4 0.8 2.5 200 38 40 39 100.786909760991 0.0222753000709911 3.0280517499318 | num-error note
  bgnbd 0.25 4 0.8 2.5 0 0 40 39 -0.599473818199593 1 0.197920097149147 | num-error note
  mbgnbd 0.25 4 0.8 2.5 0 0 40 39 -0.41792826204498 0.631803220836954 0.128072607134222 | num-error note`

test.each(rowsOf(stress))('%s with r %s, alpha %s, a %s, b %s', (name, ...figures) => {
  const [r, alpha, a, b, x, tx, T, t] = figures.map(Number) as Figures
  const [logLikelihood, alive, expected] = figures.slice(8).map(Number) as Figures
  const model = models[name as Name]
  const params = { r, alpha, a, b }
  expectRelative(model.logLikelihood(params, x, tx, T), logLikelihood, 1e-11)
  expectRelative(model.alive(params, x, tx, T), alive, 1e-11)
  expectRelative(model.expected(params, x, tx, T, t), expected, 1e-11)
})

type Figures = [number, number, number, number, number, number, number, number]

function rowsOf(table: string): string[][] {
  const lines = table.trim().split('\n')
  return lines.map((line) => (line.split('|')[0] as string).trim().split(' '))
}

test('probability of a purchase within 4, 13 and 39 weeks (ltv.md §1.3)', () => {
  const within = (name: Name, x: number, txDays: number, TDays: number) =>
    [4, 13, 39].map((t) => models[name].buysWithin(parameters[name], x, txDays / 7, TDays / 7, t).toFixed(6))
  expect(within('bgnbd', 2, 213, 272)).toEqual(['0.130689', '0.323482', '0.554628'])
  expect(within('mbgnbd', 2, 213, 272)).toEqual(['0.136509', '0.333890', '0.559940'])
  expect(within('bgnbd', 0, 0, 272)).toEqual(['0.021221', '0.061741', '0.144335'])
  expect(within('mbgnbd', 0, 0, 272)).toEqual(['0.017021', '0.048565', '0.108803'])
  expect(within('bgnbd', 26, 216, 217)).toEqual(['0.910428', '0.968590', '0.968854'])
})

test('how many purchases a new customer makes, and what more of them say about the future (ltv.md §1.2, BTYD)', () => {
  const params = { r: 0.2425982, alpha: 4.4136842, a: 0.7929899, b: 2.4261667 }
  const rounded = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
  const exactly = (count: number, t: number) =>
    bgNbd.atLeast(rounded, 0, 0, 0, t, count) - bgNbd.atLeast(rounded, 0, 0, 0, t, count + 1)
  expectRelative(exactly(0, 39), 0.5737864, 1e-6)
  expectRelative(exactly(10, 2), 1.07869e-7, 1e-5)
  ;[11, 12, 13].forEach((count, i) =>
    expectRelative(exactly(count, 30), [0.0019995214, 0.0015170236, 0.001163315][i] as number, 1e-7),
  )
  ;[10, 15, 20, 25].forEach((x, i) =>
    expectRelative(
      bgNbd.expected(params, x, 20, 39, 52),
      [0.3474606, 0.04283391, 0.004158973, 0.0003583685][i] as number,
      1e-5,
    ),
  )
  expectRelative(bgNbd.expected(parameters.bgnbd, 26, 216 / 7, 217 / 7, 52), 25.75734, 1e-6)
})
