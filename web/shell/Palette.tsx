import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { searchCustomers } from '../../src/customers/search/contract.ts'
import { type ReplyOf, useCall } from '../api.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { itemClass } from '../ui/Popover.tsx'
import { en } from '../words.en.ts'
import { ja } from '../words.ja.ts'
import { useWords } from '../words.ts'
import { type Place, usePlaces } from './places.ts'
import { useSettled } from './settled.ts'
import { useShellWords } from './words.ts'

type Found = ReplyOf<typeof searchCustomers>['items'][number]

const fold = (text: string) => text.normalize('NFKC').toLowerCase()
const matches = (place: Place, text: string) =>
  [ja, en].some((words) => fold(words.places[place.name]).includes(fold(text)))

/** Ctrl or ⌘ + K: one box for people and places. */
export function Palette({ onClose }: { onClose(): void }) {
  const words = useShellWords()
  const shared = useWords()
  const navigate = useNavigate()
  const places = usePlaces()
  const [text, setText] = useState('')
  const shown = useDeferredValue(text.trim())
  const { found, waiting } = useFound(shown)
  const go = (href: string) => {
    onClose()
    void navigate({ href } as never)
  }
  const placesShown = places.filter((place) => shown === '' || matches(place, shown))
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-50 flex justify-center bg-[rgb(0_0_0/0.35)] tablet:px-4 tablet:pt-[12vh]"
    >
      <Modal className="h-fit w-full max-w-xl border border-rule-2 bg-sheet shadow-bar tablet:rounded-3">
        <Dialog aria-label={words.searchAll} className="flex max-h-dvh flex-col outline-none tablet:max-h-[70vh]">
          <Autocomplete inputValue={text} onInputChange={setText}>
            <SearchField
              aria-label={words.searchAll}
              autoFocus
              className="flex flex-none items-center gap-2.5 border-b border-rule-2 px-4"
            >
              <Search aria-hidden size={18} strokeWidth={1.5} className="flex-none text-ink-2" />
              <Input
                placeholder={words.searchHint}
                className="h-12 w-full min-w-0 bg-transparent text-body shadow-none! outline-none [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <Menu
              aria-label={words.searchAll}
              className="min-h-0 flex-1 overflow-auto p-1.5 outline-none"
              renderEmptyState={() => (
                <p className="px-2.5 py-3 text-ink-2">{waiting ? shared.connection.searching : words.noMatch}</p>
              )}
            >
              {found.items.length > 0 && (
                <MenuSection aria-label={words.customers}>
                  {found.items.map((customer) => (
                    <FoundItem key={customer.id} customer={customer} onGo={() => go(paths.customer(customer.id))} />
                  ))}
                  {found.more && (
                    <MenuItem
                      id="more"
                      textValue={words.moreCustomers}
                      className={itemClass}
                      onAction={() => go(paths.customers({ q: shown }))}
                    >
                      <span className="text-accent">{words.moreCustomers}</span>
                    </MenuItem>
                  )}
                </MenuSection>
              )}
              {placesShown.length > 0 && (
                <MenuSection aria-label={words.goTo}>
                  {placesShown.map((place) => (
                    <MenuItem
                      key={place.name}
                      id={place.name}
                      textValue={shared.places[place.name]}
                      className={itemClass}
                      onAction={() => go(place.href)}
                    >
                      <place.icon aria-hidden size={16} strokeWidth={1.5} className="flex-none text-ink-2" />
                      <span className="flex-1">{shared.places[place.name]}</span>
                      <span className="text-note text-ink-2">{words.goTo}</span>
                    </MenuItem>
                  ))}
                </MenuSection>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

const none = { items: [], more: false }

/** Customers for what was typed, a moment after the last key. */
function useFound(text: string): { found: ReplyOf<typeof searchCustomers>; waiting: boolean } {
  const may = useMay()
  const asked = useSettled(text, 150)
  const enabled = asked !== '' && may('customers.read')
  const search = useCall(searchCustomers, { query: { q: asked || ' ', limit: 8 } }, { enabled, keep: true })
  return { found: enabled ? (search.data ?? none) : none, waiting: enabled && search.isFetching }
}

function FoundItem({ customer, onGo }: { customer: Found; onGo(): void }) {
  const words = useShellWords()
  const name = customer.companyName || `${customer.familyName} ${customer.givenName}`.trim()
  const kana = `${customer.familyKana} ${customer.givenKana}`.trim()
  const why = customer.value ? `${words.matched[customer.matched]} ${customer.value}` : (customer.prefecture ?? '')
  return (
    <MenuItem id={`customer-${customer.id}`} textValue={name} className={itemClass} onAction={onGo}>
      <span className="min-w-0 flex-1 truncate">
        <b>{name}</b>
        <span className="ml-2.5 text-note text-ink-2">{kana}</span>
      </span>
      <span className="flex-none text-note text-ink-2">{why}</span>
    </MenuItem>
  )
}
