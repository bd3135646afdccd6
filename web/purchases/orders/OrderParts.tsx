import type { ReactNode } from 'react'
import type { OrderReply } from '../../../src/purchases/contract.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { Money, None } from '../../ui/values.tsx'
import { useOrderWords } from '../words.ts'

type Line = OrderReply['lines'][number]

export function Lines({ order }: { order: OrderReply }) {
  const words = useOrderWords()
  const format = useFormat()
  const head = words.page.line
  const columns: Column<Line>[] = [
    {
      key: 'product',
      heading: head.product,
      render: (line) => (
        <>
          {line.productId === null ? (
            line.name
          ) : (
            <Link look="name" href={paths.product(line.productId)}>
              {line.name}
            </Link>
          )}
          <span className="ml-2.5 text-note text-ink-2">{line.code}</span>
        </>
      ),
    },
    { key: 'unitPrice', heading: head.unitPrice, align: 'right', render: (line) => format.amount(line.unitPrice) },
    { key: 'quantity', heading: head.quantity, align: 'right', render: (line) => format.number(line.quantity) },
    {
      key: 'taxRate',
      heading: head.taxRate,
      align: 'right',
      render: (line) => (line.taxRate === null ? <None /> : `${format.number(line.taxRate)}%`),
    },
    {
      key: 'cost',
      heading: head.cost,
      align: 'right',
      render: (line) => (line.cost === null ? <None /> : format.amount(line.cost)),
    },
    { key: 'amount', heading: head.amount, align: 'right', render: (line) => <b>{format.amount(line.amount)}</b> },
  ]
  return (
    <section className="min-w-0 desk:overflow-hidden">
      <div className="desk:px-8 desk:-mx-8">
        <DataTable label={words.page.lines} columns={columns} rows={order.lines} keyOf={(line) => line.lineNo} />
      </div>
    </section>
  )
}

/** From the products to what was paid, and from there to what counts as net sales. */
export function Amounts({ order }: { order: OrderReply }) {
  const words = useOrderWords()
  const { page } = words
  return (
    <Section title={page.amounts}>
      <dl>
        <Row name={page.subtotal} amount={order.subtotal} />
        {order.discount !== 0 && <Row name={page.discount} amount={-order.discount} />}
        {order.pointsUsed !== 0 && <Row name={page.pointsUsed} amount={-order.pointsUsed} />}
        {order.shipping !== 0 && <Row name={page.shipping} amount={order.shipping} />}
        {order.fee !== 0 && <Row name={page.fee} amount={order.fee} />}
        <Row name={page.total} amount={order.total} strong />
        {order.tax !== 0 && <Row name={page.tax} amount={order.tax} />}
      </dl>
      <dl className="mt-3 border-t border-rule-2 pt-1">
        <Row
          name={page.netSales}
          amount={order.netSales}
          strong
          help={<DefinitionPopover name={page.netSales} definition={{ text: page.netSalesDefinition }} />}
        />
        <Row
          name={page.grossProfit}
          amount={order.grossProfit}
          help={<DefinitionPopover name={page.grossProfit} definition={{ text: page.grossProfitDefinition }} />}
        />
      </dl>
      {order.grossProfit === null && order.netSales !== 0 && <p className="text-note text-ink-2">{page.noCost}</p>}
    </Section>
  )
}

interface RowProps {
  name: string
  amount: number | null
  strong?: boolean
  help?: ReactNode
}

function Row({ name, amount, strong = false, help }: RowProps) {
  return (
    <div className="flex min-h-8 items-center gap-1 border-t border-rule py-1 first:border-t-0">
      <dt className="flex items-center gap-1 text-ink-2">
        {name}
        {help}
      </dt>
      <dd className={strong ? 'ml-auto font-bold' : 'ml-auto'}>
        {amount === null ? <None /> : <Money amount={amount} />}
      </dd>
    </div>
  )
}
