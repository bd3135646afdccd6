import { paths } from '../../paths.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'

interface Product {
  productId: number
  name: string
}

/** The name of a product, which opens it. */
export function productColumn<Row extends Product>(heading: string): Column<Row> {
  return {
    key: 'product',
    heading,
    wraps: true,
    render: (row) => (
      <Link look="name" href={paths.product(row.productId)}>
        {row.name}
      </Link>
    ),
  }
}

/** A few products, each with its reason. */
export function ProductList({ items, none }: { items: (Product & { reason: { words: string } })[]; none: string }) {
  if (items.length === 0) return <p className="text-ink-2">{none}</p>
  return (
    <ol>
      {items.map((one) => (
        <li key={one.productId} className="border-t border-rule py-1.5 first:border-t-0">
          <Link href={paths.product(one.productId)}>{one.name}</Link>
          <span className="block text-note text-ink-2">{one.reason.words}</span>
        </li>
      ))}
    </ol>
  )
}
