import { describe, expect, test } from 'vitest'
import { splitAddress } from '../../customers/index.ts'
import { currencyDecimals, inMinorUnits, parseAmount, parseDecimal, parseWhole } from './amount.ts'
import { parseDay, parseMoment } from './date.ts'
import { parseCode, parseEmail, parseGender, parsePhone, parsePostcode, plainText, splitName } from './text.ts'

describe('amounts', () => {
  test.each([
    ['1234', 1234],
    ['¥1,234', 1234],
    ['￥１，２３４', 1234],
    ['1,234円', 1234],
    ['△500', -500],
    ['▲500', -500],
    ['−500', -500],
    ['-500', -500],
    ['(500)', -500],
    ['500-', -500],
    ['1000.00', 1000],
    ['92.5', 93],
    ['-92.5', -93],
    ['0', 0],
  ])('%s in yen', (text, amount) => {
    expect(parseAmount(text, 0).value).toBe(amount)
  })

  test('empty is no amount; words, European decimals and Excel damage are told apart', () => {
    expect(parseAmount('', 0).value).toBeNull()
    expect(parseAmount('無料', 0).problem).toBe('not-an-amount')
    expect(parseAmount('1,23', 0).problem).toBe('not-an-amount')
    expect(parseAmount('4.9E+12', 0).problem).toBe('excel-scientific')
    expect(parseAmount('99999999999999999', 0).problem).toBe('amount-too-large')
  })

  test('a price is multiplied before it is rounded', () => {
    expect(parseAmount('2.55', currencyDecimals('GBP')).value).toBe(255)
    const price = parseDecimal('0.001').value
    expect(price && inMinorUnits(price, 2, 1000)).toBe(100)
    expect(price && inMinorUnits(price, 2, 1)).toBe(0)
  })

  test('quantities are whole', () => {
    expect(parseWhole('2個').value).toBe(2)
    expect(parseWhole('-3').value).toBe(-3)
    expect(parseWhole('1.5').problem).toBe('not-a-number')
  })
})

describe('dates', () => {
  test.each([
    ['2026-11-22', '2026-11-22'],
    ['2022/8/10', '2022-08-10'],
    ['2026年8月1日', '2026-08-01'],
    ['2026年8月1日(土)', '2026-08-01'],
    ['令和8年11月22日', '2026-11-22'],
    ['令和元年5月1日', '2019-05-01'],
    ['R8.11.22', '2026-11-22'],
    ['S43/4/12', '1968-04-12'],
    ['昭和64年1月7日', '1989-01-07'],
    ['H1.1.8', '1989-01-08'],
    ['20260801', '2026-08-01'],
    ['45000', '2023-03-15'],
    ['２０２６／０８／０１', '2026-08-01'],
    ['2024-02-29', '2024-02-29'],
  ])('%s', (text, day) => {
    expect(parseDay(text).value).toBe(day)
  })

  test('days that do not exist are no dates; zeros mean none', () => {
    for (const text of ['2026-02-30', '2023-02-29', '13/45/2020', '昨日', '99'])
      expect(parseDay(text).problem).toBe('not-a-date')
    for (const text of ['', '0000-00-00', '0000-00-00 00:00:00', '-']) expect(parseDay(text).value).toBeNull()
  })

  test('the order of day and month is told, not guessed', () => {
    expect(parseDay('12/1/2010').problem).toBe('not-a-date')
    expect(parseDay('12/1/2010', 'mdy').value).toBe('2010-12-01')
    expect(parseDay('12/1/2010', 'dmy').value).toBe('2010-01-12')
  })

  test.each([
    ['2026-01-01 08:00:00', '2025-12-31T23:00:00.000Z', '2026-01-01'],
    ['2026-01-01 08:00:00 +0900', '2025-12-31T23:00:00.000Z', '2026-01-01'],
    ['2025-12-31T23:30:00Z', '2025-12-31T23:30:00.000Z', '2026-01-01'],
    ['2021-10-19T17:36:10+00:00', '2021-10-19T17:36:10.000Z', '2021-10-20'],
    ['2026/1/1 午後1時05分', '2026-01-01T04:05:00.000Z', '2026-01-01'],
    ['2026/1/1', '2025-12-31T15:00:00.000Z', '2026-01-01'],
    ['45000.5', '2023-03-15T03:00:00.000Z', '2023-03-15'],
  ])('%s in Tokyo', (text, at, on) => {
    const moment = parseMoment(text, 'Asia/Tokyo').value
    expect(moment && { at: new Date(moment.at).toISOString(), on: moment.on }).toEqual({ at, on })
  })

  test('a time column of its own', () => {
    expect(parseMoment('2022/8/10', 'Asia/Tokyo', 'ymd', '103309').value?.at).toBe(Date.UTC(2022, 7, 10, 1, 33, 9))
    expect(parseMoment('2022/8/10', 'Asia/Tokyo', 'ymd', '朝').problem).toBe('not-a-date')
  })

  test('zones with summer time', () => {
    expect(parseMoment('2010-12-01 08:26:00', 'Europe/London').value?.at).toBe(Date.UTC(2010, 11, 1, 8, 26))
    expect(parseMoment('2011-07-01 08:26:00', 'Europe/London').value?.at).toBe(Date.UTC(2011, 6, 1, 7, 26))
    // 01:30 does not exist on the day the clocks go forward
    expect(parseMoment('2011-03-27 01:30:00', 'Europe/London').value?.at).toBe(Date.UTC(2011, 2, 27, 1, 30))
  })
})

describe('texts', () => {
  test('zeros and apostrophes', () => {
    expect(plainText(" '0612345 ")).toBe('0612345')
    expect(parseCode('000123').value).toBe('000123')
    expect(parseCode('Ａ１２').value).toBe('A12')
    expect(parseCode('4.90E+12').problem).toBe('excel-scientific')
  })

  test('phones keep their zero, and get it back from Excel', () => {
    expect(parsePhone('03-1234-5678').value).toBe('0312345678')
    expect(parsePhone('０９０−１２３４−５６７８').value).toBe('09012345678')
    expect(parsePhone('+81 90-1234-5678').value).toBe('09012345678')
    expect(parsePhone('9012345678').value).toBe('09012345678')
    expect(parsePhone('123').problem).toBe('not-a-phone')
  })

  test('postcodes', () => {
    expect(parsePostcode('〒100-0004')).toBe('1000004')
    expect(parsePostcode('600001')).toBe('0600001')
    expect(parsePostcode('SW1A 1AA')).toBe('SW1A 1AA')
  })

  test('e-mails and genders', () => {
    expect(parseEmail('Hanako..s@docomo.ne.jp').value).toBe('Hanako..s@docomo.ne.jp')
    expect(parseEmail('hanako＠example．jp').value).toBe('hanako@example.jp')
    expect(parseEmail('なし').problem).toBe('not-an-email')
    expect(parseGender('女性').value).toBe('female')
    expect(parseGender('4').value).toBe('unanswered')
  })

  test('names and addresses in one cell', () => {
    expect(splitName('佐藤　花子')).toEqual(['佐藤', '花子'])
    expect(splitAddress('京都府京都市中京区1-2')).toEqual(['京都府', '京都市中京区1-2'])
    expect(splitAddress('千代田区1')).toEqual(['', '千代田区1'])
  })
})
