import { Mail, MapPin, MessageCircle, MoreHorizontal, Phone, Plus } from 'lucide-react'
import { useState } from 'react'
import {
  type ContactPointReply,
  type CustomerReply,
  changeContactPoint,
  contactStatuses,
  listChanges,
  removeContactPoint,
  restoreChange,
} from '../../../src/customers/contract.ts'
import { call, useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Menu, MenuItem, MenuRule, MenuSection } from '../../ui/Popover.tsx'
import { Section } from '../../ui/Section.tsx'
import { toast } from '../../ui/toast.ts'
import { useRefreshCustomer } from '../facts/edit.ts'
import { TextButton } from '../TextButton.tsx'
import { useRecordWords } from '../words.ts'
import { ContactDialog } from './ContactDialog.tsx'

const icons = { email: Mail, phone: Phone, address: MapPin, line: MessageCircle }
const kindOrder = ['phone', 'email', 'address', 'line'] as const

/** Every way to reach a customer, each with its own state; the one mainly used stands first of its kind. */
export function Contacts({ customer }: { customer: CustomerReply }) {
  const words = useRecordWords()
  const may = useMay()
  const writes = may('contacts.read') && may('customers.write')
  const [dialog, setDialog] = useState<{ point: ContactPointReply | null } | null>(null)
  const points = customer.contactPoints.toSorted((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind))
  return (
    <Section
      title={words.contacts.title}
      end={
        writes && (
          <TextButton onPress={() => setDialog({ point: null })}>
            <Plus aria-hidden size={14} strokeWidth={1.6} />
            {words.contacts.add}
          </TextButton>
        )
      }
    >
      {points.length === 0 && <p className="py-1 text-ink-2">{words.contacts.none}</p>}
      <ul>
        {points.map((point) => (
          <ContactRow
            key={point.id}
            customerId={customer.id}
            point={point}
            alone={points.filter(({ kind }) => kind === point.kind).length === 1}
            writes={writes}
            onEdit={() => setDialog({ point })}
          />
        ))}
      </ul>
      {customer.masked && <p className="mt-1 text-note text-ink-2">{words.contacts.masked}</p>}
      {dialog && <ContactDialog customerId={customer.id} point={dialog.point} onClose={() => setDialog(null)} />}
    </Section>
  )
}

interface RowProps {
  customerId: number
  point: ContactPointReply
  alone: boolean
  writes: boolean
  onEdit(): void
}

function ContactRow({ customerId, point, alone, writes, onEdit }: RowProps) {
  const words = useRecordWords()
  const Icon = icons[point.kind]
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_auto] items-start gap-x-2 border-t border-rule py-1 first:border-t-0">
      <Icon
        aria-label={words.contacts.kinds[point.kind]}
        role="img"
        size={15}
        strokeWidth={1.5}
        className="mt-2 text-ink-2"
      />
      <div className="min-w-0 py-1.5">
        <span className={point.status === 'wrong' || point.status === 'unreachable' ? 'text-ink-2 line-through' : ''}>
          {point.postcode && <span className="mr-1.5 whitespace-nowrap">{postcodeText(point.postcode)}</span>}
          {point.value}
        </span>
        <span className="mt-0.5 flex flex-wrap gap-x-2.5 gap-y-0.5 text-note text-ink-2 empty:hidden">
          {point.label}
          {point.isPrimary && !alone && <span className="text-accent">{words.contacts.isPrimary}</span>}
          <Status status={point.status} />
        </span>
      </div>
      {writes && <ContactMenu customerId={customerId} point={point} alone={alone} onEdit={onEdit} />}
    </li>
  )
}

function Status({ status }: { status: ContactPointReply['status'] }) {
  const words = useRecordWords()
  const text = words.contacts.statuses[status]
  if (status === 'unknown') return null
  if (status === 'verified') {
    return (
      <StateTag tone="ok" glyph="check">
        {text}
      </StateTag>
    )
  }
  return (
    <StateTag tone={status === 'wrong' ? 'danger' : 'warn'} glyph="alert">
      {text}
    </StateTag>
  )
}

function ContactMenu({ customerId, point, alone, onEdit }: Omit<RowProps, 'writes'>) {
  const words = useRecordWords()
  const refresh = useRefreshCustomer()
  const { sentence } = useProblems()
  const failed = (error: unknown) => toast.failed(sentence(error))
  const params = { customerId, id: point.id }
  const change = useAction(changeContactPoint, { onDone: () => void refresh(), onFailed: failed })
  const remove = useAction(removeContactPoint, {
    onDone: () => {
      void refresh()
      toast.done(words.contacts.removed, { text: words.edit.undo, onUndo: () => void putBack().catch(failed) })
    },
    onFailed: failed,
  })
  /** A removed contact point comes back from the history. */
  async function putBack() {
    const { items } = await call(listChanges, {
      params: { customerId },
      query: { subject: 'contact-point', limit: 20 },
    })
    const removal = items.find((one) => one.subjectId === point.id)
    if (removal) await call(restoreChange, { params: { customerId, id: removal.id }, body: {} })
    await refresh()
  }
  return (
    <Menu
      label={words.contacts.actions(point.value)}
      placement="bottom end"
      trigger={
        <Button kind="quiet" icon aria-label={words.contacts.actions(point.value)}>
          <MoreHorizontal aria-hidden size={16} strokeWidth={1.5} />
        </Button>
      }
    >
      <MenuItem onAction={onEdit}>{words.contacts.edit}</MenuItem>
      {!point.isPrimary && !alone && (
        <MenuItem
          onAction={() => change.run({ params, body: { version: point.version, change: { isPrimary: true } } })}
        >
          {words.contacts.makePrimary}
        </MenuItem>
      )}
      <MenuSection title={words.contacts.status}>
        {contactStatuses
          .filter((status) => status !== point.status)
          .map((status) => (
            <MenuItem
              key={status}
              onAction={() => change.run({ params, body: { version: point.version, change: { status } } })}
            >
              {words.contacts.statuses[status]}
            </MenuItem>
          ))}
      </MenuSection>
      <MenuRule />
      <MenuItem danger onAction={() => remove.run({ params })}>
        {words.contacts.remove}
      </MenuItem>
    </Menu>
  )
}

/** 1500001 → 〒150-0001; anything else as it stands. */
export function postcodeText(postcode: string): string {
  return /^\d{7}$/.test(postcode) ? `〒${postcode.slice(0, 3)}-${postcode.slice(3)}` : postcode
}
