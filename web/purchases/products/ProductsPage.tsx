import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import * as z from 'zod'
import {
  createProduct,
  listCategories,
  listProducts,
  type ProductReply,
  productKinds,
} from '../../../src/purchases/contract.ts'
import { useAddress } from '../../address.ts'
import { useAction, useCall, usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Toolbar } from '../../ui/bars.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { Link } from '../../ui/Link.tsx'
import { More } from '../../ui/More.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyList } from '../../ui/states.tsx'
import { SearchBox, TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { None } from '../../ui/values.tsx'
import { ChoiceChip } from '../ChoiceChip.tsx'
import { useProductWords } from '../words.ts'

const shown = z.object({
  q: z.string().max(100).catch(''),
  kind: z.enum(productKinds).optional().catch(undefined),
  state: z.enum(['on-sale', 'discontinued']).optional().catch(undefined),
  categoryId: z.coerce.number().int().positive().optional().catch(undefined),
  sort: z.enum(['code', '-code', 'name', '-name', 'price', '-price']).catch('code'),
})
type Shown = z.output<typeof shown>

/** What the shop sells and sold. */
export function ProductsPage() {
  const words = useProductWords()
  const may = useMay()
  const navigate = useNavigate()
  const [address, change] = useAddress(shown)
  const [adding, setAdding] = useState(false)
  const { sort, ...rest } = address
  const asked = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''))
  const clear = () => change({ q: '', kind: undefined, state: undefined, categoryId: undefined })
  const categories = useCall(listCategories, {}, { staleTime: 60_000 }).data?.items ?? []
  return (
    <Page
      title={words.title}
      fill
      actions={
        may('products.write') && (
          <Button kind="primary" onPress={() => setAdding(true)}>
            {words.add}
          </Button>
        )
      }
    >
      <Toolbar label={words.filters}>
        <SearchBox
          id="search"
          label={words.searchLabel}
          placeholder={words.searchHint}
          value={address.q}
          onSearch={(q) => change({ q }, { replace: true })}
        />
        <ChoiceChip
          name={words.fields.kind}
          choices={productKinds.map((id) => ({ id, name: words.kinds[id] }))}
          value={address.kind}
          onChange={(kind) => change({ kind })}
        />
        {categories.length > 0 && (
          <ChoiceChip
            name={words.fields.category}
            choices={categories}
            value={address.categoryId}
            onChange={(categoryId) => change({ categoryId })}
          />
        )}
        <ChoiceChip
          name={words.fields.state}
          choices={(['on-sale', 'discontinued'] as const).map((id) => ({ id, name: words.states[id] }))}
          value={address.state}
          onChange={(state) => change({ state })}
        />
        {Object.keys(asked).length > 0 && (
          <Button kind="quiet" onPress={clear}>
            {words.clear}
          </Button>
        )}
      </Toolbar>
      <ProductTable asked={asked} sort={sort} onSort={(next) => change({ sort: next })} onClear={clear} />
      {adding && (
        <AddDialog onClose={() => setAdding(false)} onAdded={(id) => void navigate({ href: paths.product(id) })} />
      )}
    </Page>
  )
}

interface TableProps {
  asked: Record<string, unknown>
  sort: Shown['sort']
  onSort(sort: Shown['sort']): void
  onClear(): void
}

function ProductTable({ asked, sort, onSort, onClear }: TableProps) {
  const words = useProductWords()
  const navigate = useNavigate()
  const pages = usePages(listProducts, { query: { ...asked, sort, limit: 100 } } as never, { keep: true })
  const rows = pages.items as ProductReply[] | undefined
  const columns = useColumns()
  return (
    <DataTable<ProductReply>
      label={words.title}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.id}
      sort={sort}
      onSort={(next) => onSort(next as Shown['sort'])}
      onOpen={(row) => void navigate({ href: paths.product(row.id) })}
      error={pages.error}
      onRetry={() => void pages.refetch()}
      stale={pages.isPlaceholderData}
      fill
      empty={
        <EmptyList
          isFiltered={Object.keys(asked).length > 0}
          words={words}
          onClear={onClear}
          first={
            <LinkButton kind="primary" href={paths.imports()}>
              {words.import}
            </LinkButton>
          }
        />
      }
      foot={<More of={pages} />}
    />
  )
}

function useColumns(): Column<ProductReply>[] {
  const words = useProductWords()
  const format = useFormat()
  const categories = useCall(listCategories, {}, { staleTime: 60_000 }).data?.items
  const amount = (value: number | null) => (value === null ? <None /> : format.amount(value))
  const { fields } = words
  return [
    {
      key: 'name',
      heading: fields.name,
      sort: 'name',
      render: (row) => (
        <Link look="name" href={paths.product(row.id)}>
          {row.name}
        </Link>
      ),
    },
    { key: 'code', heading: fields.code, sort: 'code', render: (row) => row.code },
    {
      key: 'category',
      heading: fields.category,
      render: (row) => categories?.find(({ id }) => id === row.categoryId)?.name ?? '',
    },
    { key: 'kind', heading: fields.kind, render: (row) => words.kinds[row.kind] },
    {
      key: 'price',
      heading: `${fields.price}${format.inUnit}`,
      align: 'right',
      sort: 'price',
      render: (row) => amount(row.price),
    },
    { key: 'cost', heading: `${fields.cost}${format.inUnit}`, align: 'right', render: (row) => amount(row.cost) },
    {
      key: 'consumptionDays',
      heading: fields.consumptionDays,
      align: 'right',
      render: (row) => (row.consumptionDays === null ? <None /> : words.days(row.consumptionDays)),
    },
    { key: 'state', heading: fields.state, render: (row) => <SaleTag product={row} /> },
  ]
}

export function SaleTag({ product }: { product: ProductReply }) {
  const words = useProductWords()
  return product.discontinuedAt === null ? (
    <StateTag tone="ok" glyph="check">
      {words.states['on-sale']}
    </StateTag>
  ) : (
    <StateTag tone="quiet" glyph="cross">
      {words.states.discontinued}
    </StateTag>
  )
}

function AddDialog({ onClose, onAdded }: { onClose(): void; onAdded(id: number): void }) {
  const words = useProductWords()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  const create = useAction(createProduct, {
    refresh: [listProducts],
    onDone: ({ id }) => {
      toast.done(words.page.added(name.trim()))
      onAdded(id)
    },
  })
  return (
    <FormDialog
      title={words.page.addTitle}
      isOpen
      onClose={onClose}
      width="narrow"
      action={words.page.action}
      pending={create.pending}
      problems={byField(create.error)}
      problem={create.error && <p className="text-danger">{sentence(create.error)}</p>}
      onSubmit={() => create.run({ body: { name: name.trim(), code: code.trim() } })}
    >
      <TextField label={words.fields.name} name="name" value={name} onChange={setName} isRequired autoFocus />
      <TextField label={words.fields.code} name="code" value={code} onChange={setCode} isRequired />
    </FormDialog>
  )
}
