import { parseAmount, parseDecimal, parseWhole } from '../normalise/amount.ts'
import type { Parsed } from '../normalise/parsed.ts'
import { parseCode } from '../normalise/text.ts'
import type { Field } from './field.ts'
import type { Mapping } from './mapping.ts'
import type { RowProblem } from './order-rows.ts'
import { cellReader } from './person.ts'

export interface ProductRow {
  row: number
  code: string
  name: string
  category: string
  kind: string
  price: number | null
  cost: number | null
  taxRate: number | null
  consumptionDays: number | null
  stock: number | null
}

const kinds: Record<string, string> = {
  お試し: 'trial',
  トライアル: 'trial',
  trial: 'trial',
  定期: 'subscription',
  subscription: 'subscription',
  ギフト: 'gift',
  gift: 'gift',
}

export function productRows(
  mapping: Mapping,
  names: string[],
  decimals: number,
  output: { product(product: ProductRow): void; problem(problem: RowProblem): void },
) {
  const reader = (field: Field) => cellReader(mapping, names, field) ?? (() => '')
  const [code, name, category, kind] = [
    reader('productCode'),
    reader('productName'),
    reader('category'),
    reader('productKind'),
  ]
  const [price, cost, taxRate, days] = [reader('price'), reader('cost'), reader('taxRate'), reader('consumptionDays')]
  const stock = reader('stock')
  return {
    take(cells: string[], row: number): void {
      let refused = false
      const check = <T>(field: Field, text: string, result: Parsed<T>): T | null => {
        if (result.problem === undefined) return result.value as T
        output.problem({ row, field, code: result.problem, value: text, cells })
        refused = true
        return null
      }
      const codeText = code(cells)
      const parsedCode = check('productCode', codeText, codeText === '' ? { problem: 'missing' } : parseCode(codeText))
      const rate = check('taxRate', taxRate(cells), parseDecimal(taxRate(cells).replace(/[%％]$/, '')))
      const product: ProductRow = {
        row,
        code: parsedCode ?? '',
        name: name(cells).slice(0, 500) || codeText,
        category: category(cells),
        kind: kinds[kind(cells).normalize('NFKC').toLowerCase()] ?? 'regular',
        price: check('price', price(cells), parseAmount(price(cells), decimals)),
        cost: check('cost', cost(cells), parseAmount(cost(cells), decimals)),
        taxRate: rate === null ? null : rate.mantissa / 10 ** rate.scale,
        consumptionDays: check('consumptionDays', days(cells), parseWhole(days(cells))),
        stock: check('stock', stock(cells), parseWhole(stock(cells))),
      }
      if (!refused) output.product(product)
    },
    end(): void {},
  }
}
