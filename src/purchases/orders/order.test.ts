import { describe, expect, test } from 'vitest'
import { checkStep, type Details, type Line, type OrderStatus, reckon, refundOf } from './order.ts'

const line = (parts: Partial<Line>): Line => ({
  productId: null,
  code: '',
  name: '',
  quantity: 1,
  unitPrice: 1000,
  taxRate: 10,
  cost: 400,
  ...parts,
})
const details = (parts: Partial<Details>): Details => ({
  status: 'confirmed',
  discount: 0,
  pointsUsed: 0,
  shipping: 0,
  fee: 0,
  lines: [line({})],
  ...parts,
})

describe('amounts', () => {
  test.each([
    ['one piece', details({}), { subtotal: 1000, tax: 90, total: 1000, netSales: 1000, grossProfit: 600 }],
    [
      'discount and points lessen sales, shipping and fee do not count',
      details({ discount: 100, pointsUsed: 50, shipping: 550, fee: 330 }),
      { subtotal: 1000, tax: 157, total: 1730, netSales: 850, grossProfit: 450 },
    ],
    [
      'two rates, each rounded once',
      details({ lines: [line({ unitPrice: 1080, taxRate: 8, quantity: 3 }), line({ unitPrice: 999 })] }),
      { subtotal: 4239, tax: 330, total: 4239, netSales: 4239, grossProfit: 2639 },
    ],
    ['an unknown cost', details({ lines: [line({}), line({ cost: null })] }), { netSales: 2000, grossProfit: null }],
    [
      'a free sample',
      details({ lines: [line({ unitPrice: 0, cost: 80 })] }),
      { netSales: 0, grossProfit: -80, tax: 0 },
    ],
    ['still pending', details({ status: 'pending' }), { total: 1000, netSales: 0, grossProfit: 0 }],
    ['cancelled', details({ status: 'cancelled' }), { total: 1000, netSales: 0, grossProfit: 0 }],
    ['returned', details({ status: 'returned', lines: [line({ cost: null })] }), { netSales: 0, grossProfit: 0 }],
  ])('%s', (_name, order, amounts) => expect(reckon(order)).toMatchObject(amounts))
})

describe('steps', () => {
  test.each<[OrderStatus, OrderStatus, boolean]>([
    ['pending', 'confirmed', true],
    ['pending', 'cancelled', true],
    ['confirmed', 'confirmed', true],
    ['confirmed', 'cancelled', true],
    ['confirmed', 'returned', true],
    ['confirmed', 'pending', false],
    ['pending', 'returned', false],
    ['cancelled', 'confirmed', false],
    ['cancelled', 'cancelled', false],
    ['returned', 'cancelled', false],
    ['refund', 'cancelled', false],
  ])('%s → %s', (from, to, allowed) => {
    if (allowed) expect(() => checkStep(from, to)).not.toThrow()
    else expect(() => checkStep(from, to)).toThrow('already-done')
  })
})

describe('refunds', () => {
  const order = {
    ...details({ discount: 100, pointsUsed: 1 }),
    lines: [
      { ...line({ quantity: 3 }), lineNo: 1 },
      { ...line({ unitPrice: 500 }), lineNo: 2 },
    ],
    subtotal: 3500,
  }
  const nothing = { pieces: new Map<number, number>(), discount: 0 }

  test('give back the share of the discount with the pieces', () => {
    const refund = refundOf(order, [{ lineNo: 1, quantity: 1 }], nothing)
    expect(refund.discount).toBe(-28)
    expect(reckon(refund)).toMatchObject({ subtotal: -1000, netSales: -972, grossProfit: -572 })
  })

  test('of everything, in any steps, leave nothing', () => {
    const pieces = new Map<number, number>()
    let [discount, sales] = [0, reckon(order).netSales]
    for (const lineNo of [1, 2, 1, 1]) {
      const refund = refundOf(order, [{ lineNo, quantity: 1 }], { pieces, discount })
      pieces.set(lineNo, (pieces.get(lineNo) ?? 0) + 1)
      discount -= refund.discount
      sales += reckon(refund).netSales
    }
    expect(sales).toBe(0)
  })

  test.each([
    [[{ lineNo: 1, quantity: 4 }]],
    [[{ lineNo: 9, quantity: 1 }]],
    [
      [
        { lineNo: 1, quantity: 1 },
        { lineNo: 1, quantity: 1 },
      ],
    ],
  ])('%j is more than there is', (wanted) => expect(() => refundOf(order, wanted, nothing)).toThrow('invalid-request'))

  test('are of orders that stand', () => {
    expect(() => refundOf({ ...order, status: 'cancelled' }, [{ lineNo: 1, quantity: 1 }], nothing)).toThrow(
      'already-done',
    )
  })
})
