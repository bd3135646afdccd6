import { useQueries } from '@tanstack/react-query'
import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import {
  changeView,
  countCustomers,
  createView,
  deleteView,
  listViews,
  type SavedView,
} from '../../../src/segments/contract.ts'
import { call, keyOf, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths, readSearch, type Search } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { Menu, MenuItem } from '../../ui/Popover.tsx'
import { ViewTabs } from '../../ui/Tabs.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { TextButton } from '../TextButton.tsx'
import { useListWords } from '../words.ts'
import { type ListAddress, readAddress } from './address.ts'
import { filterOf } from './filter.ts'

interface ViewsProps {
  address: ListAddress
  /** count of what is shown now, for the tab that is open */
  shownCount: string | undefined
  everyone: string | undefined
  onGo(href: string): void
}

/** How many views show their count; more would ask the server about what nobody reads. */
const countedViews = 8

const hrefOf = (view: SavedView) => paths.customers({ ...(readSearch(view.query) as Search), view: view.id })

/** Saved views as tabs with counts; a dot when what is shown is no longer what was saved. */
export function Views({ address, shownCount, everyone, onGo }: ViewsProps) {
  const words = useListWords()
  const views = useCall(listViews, { query: { list: 'customers' } }).data?.items ?? []
  const counts = useViewCounts(views.slice(0, countedViews))
  const open = views.find((view) => view.id === address.view)
  const changed = open !== undefined && open.query !== address.query
  const tabs = [
    { href: paths.customers(), text: words.views.all, here: !open && address.query === '', count: everyone },
    ...views.map((view, index) => ({
      href: hrefOf(view),
      text: view.name,
      here: view.id === open?.id,
      count: view.id === open?.id ? shownCount : counts[index],
      changed: view.id === open?.id && changed,
    })),
  ]
  return (
    <ViewTabs
      label={words.views.label}
      tabs={tabs}
      end={<ViewActions key={open?.id ?? 0} open={open} changed={changed} address={address} onGo={onGo} />}
    />
  )
}

function useViewCounts(views: SavedView[]): (string | undefined)[] {
  const format = useFormat()
  const words = useListWords()
  const results = useQueries({
    queries: views.map((view) => {
      const asked = { query: filterOf(readAddress(readSearch(view.query)).predicate) }
      return { queryKey: keyOf(countCustomers, asked), queryFn: () => call(countCustomers, asked), staleTime: 60_000 }
    }),
  })
  return results.map(({ data }) => data && `${data.exact ? '' : words.about}${format.number(data.count)}`)
}

interface ActionsProps {
  open: SavedView | undefined
  changed: boolean
  address: ListAddress
  onGo(href: string): void
}

function ViewActions({ open, changed, address, onGo }: ActionsProps) {
  const words = useListWords()
  const { sentence } = useProblems()
  const [naming, setNaming] = useState(false)
  const overwrite = useAction(changeView, {
    refresh: [listViews],
    onDone: () => open && toast.done(words.views.saved(open.name)),
    onFailed: (error) => toast.failed(error.code === 'conflict' ? words.views.conflict : sentence(error)),
  })
  const remove = useAction(deleteView, {
    refresh: [listViews],
    onDone: () => {
      if (open) toast.done(words.views.removed(open.name))
      onGo(paths.customers())
    },
    onFailed: (error) => toast.failed(sentence(error)),
  })
  const dialog = naming && <SaveDialog query={address.query} onClose={() => setNaming(false)} onGo={onGo} />
  if (!open) {
    return (
      <>
        {address.query !== '' && <TextButton onPress={() => setNaming(true)}>{words.views.save}</TextButton>}
        {dialog}
      </>
    )
  }
  return (
    <>
      <Menu
        label={words.views.actions}
        placement="bottom end"
        trigger={
          <Button kind="quiet" icon aria-label={words.views.actions}>
            <MoreHorizontal aria-hidden size={16} strokeWidth={1.5} />
          </Button>
        }
      >
        {changed && (
          <MenuItem
            onAction={() =>
              overwrite.run({
                params: { id: open.id },
                body: { version: open.version, change: { query: address.query } },
              })
            }
          >
            {words.views.overwrite}
          </MenuItem>
        )}
        {changed && <MenuItem onAction={() => onGo(hrefOf(open))}>{words.views.revert}</MenuItem>}
        <MenuItem onAction={() => setNaming(true)}>{words.views.saveAs}</MenuItem>
        <MenuItem danger onAction={() => remove.run({ params: { id: open.id } })}>
          {words.views.remove}
        </MenuItem>
      </Menu>
      {dialog}
    </>
  )
}

function SaveDialog({ query, onClose, onGo }: { query: string; onClose(): void; onGo(href: string): void }) {
  const words = useListWords()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = useAction(createView, {
    refresh: [listViews],
    onDone: ({ id }) => {
      toast.done(words.views.saved(name.trim()))
      onClose()
      onGo(paths.customers({ ...(readSearch(query) as Search), view: id }))
    },
  })
  return (
    <FormDialog
      title={words.views.save}
      isOpen
      onClose={onClose}
      width="narrow"
      action={words.views.save}
      pending={save.pending}
      problems={byField(save.error)}
      problem={save.error && <p className="text-danger">{sentence(save.error)}</p>}
      onSubmit={() => save.run({ body: { list: 'customers', name: name.trim(), query, isShared: shared } })}
    >
      <TextField
        label={words.views.name}
        name="name"
        placeholder={words.views.nameHint}
        value={name}
        onChange={setName}
        isRequired
        autoFocus
        maxLength={50}
      />
      <Checkbox isSelected={shared} onChange={setShared}>
        {words.views.shared}
      </Checkbox>
    </FormDialog>
  )
}
