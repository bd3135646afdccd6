import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { type CustomerRow, countCustomers, listCustomers } from '../../../src/segments/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths, readSearch } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Toolbar } from '../../ui/bars.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyList, ErrorState } from '../../ui/states.tsx'
import { SearchBox } from '../../ui/TextField.tsx'
import { nameOf } from '../name.ts'
import { TextButton } from '../TextButton.tsx'
import { useNarrow } from '../use-media.ts'
import { keepCursor, keepWalk, pageSize } from '../walk.ts'
import { useListWords } from '../words.ts'
import { AddDialog } from './AddDialog.tsx'
import { type AddressChange, type ListAddress, useListAddress } from './address.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import { CustomerCards } from './CustomerCards.tsx'
import { columnsOf } from './columns.tsx'
import { isFiltered } from './conditions.ts'
import { ExportDialog } from './ExportDialog.tsx'
import { Filters } from './Filters.tsx'
import { type ListFields, useFields } from './fields.ts'
import { filterOf } from './filter.ts'
import { Pager } from './Pager.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { useSelection } from './use-selection.ts'
import { Views } from './Views.tsx'

/** Everyone the shop knows: search, conditions, sort, columns, saved views; what is ticked can be tagged and exported. */
export function CustomersPage() {
  const words = useListWords()
  const format = useFormat()
  const navigate = useNavigate()
  const [address, change] = useListAddress()
  const fields = useFields()
  const list = useList(address, fields)
  const selection = useSelection(list.rows, list.total?.count ?? 0, address)
  const [dialog, setDialog] = useState<'add' | 'export' | null>(null)
  const close = () => setDialog(null)
  const said = (count: { count: number; exact: boolean } | undefined) =>
    count && `${count.exact ? '' : words.about}${format.number(count.count)}`
  return (
    <Page
      title={words.title}
      fill
      aside={list.all && words.total(list.all.count)}
      actions={<Actions onAdd={() => setDialog('add')} onExport={() => setDialog('export')} />}
    >
      <Views
        address={address}
        shownCount={said(list.total)}
        everyone={said(list.all)}
        onGo={(href) => void navigate({ href })}
      />
      <Toolbar label={words.filters.label}>
        <SearchBox
          id="search"
          label={words.searchLabel}
          placeholder={words.searchHint}
          value={address.q}
          onSearch={(q) => change({ q }, { replace: true })}
        />
        <Filters fields={fields} conditions={address.conditions} onChange={(conditions) => change({ conditions })} />
      </Toolbar>
      <CountLine address={address} fields={fields} list={list} change={change} />
      <List address={address} fields={fields} list={list} selection={selection} change={change} />
      {selection.count > 0 && (
        <SelectionBar
          count={selection.count}
          all={selection.takesAll ? null : (said(list.total) ?? null)}
          selection={selection.asked}
          fields={fields}
          columns={address.columns}
          sort={address.sort}
          onAll={selection.all}
          onClear={selection.clear}
        />
      )}
      {dialog === 'add' && <AddDialog onClose={close} onAdded={(id) => void navigate({ href: paths.customer(id) })} />}
      {dialog === 'export' && (
        <ExportDialog
          count={said(list.total) ?? '0'}
          selection={{ filter: address.predicate, excludedIds: [] }}
          fields={fields}
          columns={address.columns}
          sort={address.sort}
          onClose={close}
        />
      )}
    </Page>
  )
}

function Actions({ onAdd, onExport }: { onAdd(): void; onExport(): void }) {
  const words = useListWords()
  const may = useMay()
  return (
    <>
      {may('customers.export') && <Button onPress={onExport}>{words.export}</Button>}
      {may('imports.write') && <LinkButton href={paths.imports()}>{words.import}</LinkButton>}
      {may('customers.write') && (
        <Button kind="primary" onPress={onAdd}>
          {words.add}
        </Button>
      )}
    </>
  )
}

/** The page of rows the address names, with how many match and how many there are; keeps the walk for the records. */
function useList(address: ListAddress, fields: ListFields) {
  const asked = filterOf(address.predicate)
  const { filter } = asked
  const { sort, after, page: number } = address
  const columns = [...new Set([...address.columns, 'rank', 'netSales', 'orderCount', 'lastOn'])].filter(
    (key) => fields.get(key)?.isColumn,
  )
  const page = useCall(
    listCustomers,
    {
      query: {
        ...asked,
        sort,
        limit: pageSize,
        columns: columns.join(','),
        ...(after ? { cursor: after } : {}),
      },
    },
    { enabled: fields.isReady, keep: true },
  )
  const total = useCall(countCustomers, { query: asked }, { keep: true }).data
  const all = useCall(countCustomers, { query: {} }, { staleTime: 60_000 }).data
  const rows = page.data?.items
  const next = page.data?.next ?? null
  useEffect(() => {
    if (!rows || page.isPlaceholderData || !total) return
    const asked = { ...(filter === undefined ? {} : { filter }), sort }
    if (after !== undefined) keepCursor(asked, number, after)
    if (next !== null) keepCursor(asked, number + 1, next)
    keepWalk({
      href: paths.customers({ ...readSearch(location.search), after: undefined, page: undefined }),
      asked,
      ids: rows.map(({ id }) => id),
      page: number,
      next,
      total: total.count,
      exact: total.exact,
    })
  }, [rows, total, number, after, next, filter, sort, page.isPlaceholderData])
  return { page, rows, total, all, offset: (number - 1) * pageSize, asked: { ...asked, sort } }
}
export type CustomerList = ReturnType<typeof useList>

interface PartProps {
  address: ListAddress
  fields: ListFields
  list: CustomerList
  change(next: AddressChange, options?: { replace?: boolean }): void
}

function CountLine({ address, fields, list, change }: PartProps) {
  const words = useListWords()
  const format = useFormat()
  const compact = address.density === 'compact'
  return (
    <div className="flex min-h-8 items-center gap-4 pb-1">
      <span role="status" className="text-body font-bold">
        {list.total && (
          <>
            {!list.total.exact && <span className="u">{words.about}</span>}
            {format.number(list.total.count)}
            <span className="u">{words.person}</span>
          </>
        )}
      </span>
      <span className="ml-auto flex items-center gap-3 text-note text-ink-2">
        <Pager list={list} address={address} onTurn={change} />
        <span className="hidden items-center gap-4 tablet:flex">
          <TextButton quiet onPress={() => change({ density: compact ? 'standard' : 'compact' }, { replace: true })}>
            {words.list.density} {compact ? words.list.compact : words.list.standard}
          </TextButton>
          <ColumnsMenu
            fields={fields}
            columns={address.columns}
            onChange={(columns) => change({ columns }, { replace: true })}
          />
        </span>
      </span>
    </div>
  )
}

function List({
  address,
  fields,
  list,
  selection,
  change,
}: PartProps & { selection: ReturnType<typeof useSelection> }) {
  const words = useListWords()
  const format = useFormat()
  const navigate = useNavigate()
  const narrow = useNarrow()
  const columns = useMemo(
    () => columnsOf(address.columns, fields, format, { customer: words.list.customer, unnamed: words.unnamed }),
    [address.columns, fields, format, words],
  )
  const table = selection.forTable((id) => {
    const row = list.rows?.find((one) => one.id === id)
    return words.list.tick(row ? nameOf(row) : '')
  })
  const empty = (
    <EmptyList
      isFiltered={isFiltered(address.predicate)}
      words={{ ...words.list, clear: words.filters.clear }}
      onClear={() => change({ conditions: [], q: '' })}
      first={
        <LinkButton kind="primary" href={paths.imports()}>
          {words.import}
        </LinkButton>
      }
    />
  )
  const retry = () => void list.page.refetch()
  if (narrow) {
    if (list.page.isError) return <ErrorState error={list.page.error} onRetry={retry} />
    return list.rows?.length === 0 ? empty : <CustomerCards rows={list.rows} fields={fields} selection={table} />
  }
  return (
    <DataTable<CustomerRow>
      label={words.list.label}
      columns={columns}
      rows={list.rows}
      keyOf={(row) => row.id}
      sort={address.sort}
      onSort={(sort) => change({ sort })}
      selection={table}
      onOpen={(row) => void navigate({ href: paths.customer(row.id) })}
      density={address.density}
      error={list.page.error}
      onRetry={retry}
      empty={empty}
      stale={list.page.isPlaceholderData}
      fill
      offset={list.offset}
      {...(list.total ? { total: list.total.count } : {})}
    />
  )
}
