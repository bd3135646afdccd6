/** What became of a cell: a value, or the code of why there is none. Codes become sentences in the words files. */
export type Parsed<T> = { value: T; problem?: undefined } | { value?: undefined; problem: ValueProblem }

export type ValueProblem =
  | 'missing'
  | 'not-an-amount'
  | 'amount-too-large'
  | 'not-a-number'
  | 'excel-scientific'
  | 'not-a-date'
  | 'not-an-email'
  | 'not-a-phone'
  | 'unknown-status'
  | 'unknown-choice'
  | 'too-long'
  | 'unreadable-characters'

export function parsed<T>(value: T): Parsed<T> {
  return { value }
}

export function problem(code: ValueProblem): { value?: undefined; problem: ValueProblem } {
  return { problem: code }
}
