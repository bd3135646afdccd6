import type { CustomerReply, keptFields } from '../../../src/customers/contract.ts'

export type KeptField = (typeof keptFields)[number]

/** A line of two records beside each other. */
export interface Line {
  name: string
  /** a field of which one value goes on; without it both are kept */
  field?: KeptField
  values: [string, string]
  /** nothing, the same, or not */
  standing: 'empty' | 'same' | 'differs' | 'one'
}

// as people compare: not by width, spaces or hyphens
const folded = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\s・‐-―−ー-]/g, '')
    .toLowerCase()

export function lineOf(name: string, values: [string, string], field?: KeptField): Line {
  const [one, other] = values.map(folded) as [string, string]
  const standing =
    one === '' && other === '' ? 'empty' : one === '' || other === '' ? 'one' : one === other ? 'same' : 'differs'
  return { name, values, standing, ...(field && { field }) }
}

/** Ways to reach a customer of one kind, one a line; two records agree when they share one. */
export function contactsLine(
  name: string,
  records: [CustomerReply, CustomerReply],
  kind: CustomerReply['contactPoints'][number]['kind'],
): Line {
  const values = records.map(({ contactPoints }) =>
    contactPoints.filter((point) => point.kind === kind && point.status !== 'wrong').map(({ value }) => value),
  ) as [string[], string[]]
  const line = lineOf(name, values.map((some) => some.join('\n')) as [string, string])
  const shared = values[0].some((one) => values[1].some((other) => folded(one) === folded(other)))
  return line.standing === 'differs' && shared ? { ...line, standing: 'same' } : line
}
