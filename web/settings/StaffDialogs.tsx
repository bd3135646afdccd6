import { useState } from 'react'
import { listStores } from '../../src/customers/contract.ts'
import type { Role } from '../../src/platform/http/contract.ts'
import { invite, listRoles, listStaff } from '../../src/staff/people/contract.ts'
import { ProblemError, type ReplyOf, useAction, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { useProblems } from '../problems.ts'
import { useSession } from '../session.ts'
import { Refused } from '../staff/Refused.tsx'
import { ShownOnce } from '../staff/ShownOnce.tsx'
import { Checkbox, CheckboxGroup, Select } from '../ui/Choice.tsx'
import { FormDialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useWords } from '../words.ts'
import { useSettingsWords } from './words.ts'

export type MadeLink = ReplyOf<typeof invite>

/** The link somebody is let in by. */
export function LinkDialog({ title, link, onClose }: { title: string; link: MadeLink; onClose(): void }) {
  const { staff: words } = useSettingsWords()
  const format = useFormat()
  return (
    <ShownOnce
      title={title}
      why={`${words.linkWhy} ${words.linkUntil(format.dateTime(link.expiresAt))}`}
      text={link.url}
      label={words.link}
      kept={words.close}
      onClose={onClose}
    />
  )
}

/** Refusals of staff changes say why more exactly than their code. */
export function useStaffProblem() {
  const words = useSettingsWords()
  const { sentence } = useProblems()
  return (error: unknown): string => {
    const reason = error instanceof ProblemError ? String(error.detail.reason) : ''
    return (words.staff.problems as Record<string, string>)[reason] ?? sentence(error)
  }
}

interface GrantProps {
  role: Role
  onRole(role: Role): void
  storeIds: number[]
  onStores(ids: number[]): void
}

/** Role and stores, and what the person will see with them. */
export function GrantFields({ role, onRole, storeIds, onStores }: GrantProps) {
  const words = useSettingsWords()
  const { roles } = useWords()
  const { person } = useSession()
  const stores = useCall(listStores, {})
  const matrix = useCall(listRoles, {})
  const shown = (stores.data?.items ?? []).filter((store) => !store.closedAt || storeIds.includes(store.id))
  const offered = (matrix.data?.roles ?? [role]).filter((one) => one !== 'owner' || person.role === 'owner')
  const unlimited = role === 'owner' || role === 'administrator'
  const sees = matrix.data?.permissions.filter((permission) => permission.roles.includes(role)) ?? []
  return (
    <>
      <Select<Role>
        label={words.staff.role}
        name="role"
        choices={offered.map((id) => ({ id, label: roles[id] }))}
        value={role}
        onChange={(next) => {
          onRole(next)
          if (next === 'owner' || next === 'administrator') onStores([])
        }}
      />
      <details>
        <summary className="cursor-pointer py-1 text-ink-2">{words.staff.sees}</summary>
        <ul className="mt-1 grid list-disc gap-x-6 pl-5 tablet:grid-cols-2">
          {sees.map(({ name }) => (
            <li key={name}>{words.permissions[name]}</li>
          ))}
        </ul>
      </details>
      {!unlimited && shown.length > 0 && (
        <CheckboxGroup
          label={words.staff.stores}
          note={words.staff.storesNote}
          name="storeIds"
          value={storeIds.map(String)}
          onChange={(ids) => onStores(ids.map(Number))}
        >
          {shown.map((store) => (
            <Checkbox key={store.id} value={String(store.id)}>
              {store.name}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
    </>
  )
}

export function InviteDialog({ onClose, onMade }: { onClose(): void; onMade(link: MadeLink): void }) {
  const { staff: words } = useSettingsWords()
  const { byField } = useProblems()
  const problemOf = useStaffProblem()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const [storeIds, setStoreIds] = useState<number[]>([])
  const send = useAction(invite, { refresh: [listStaff], onDone: onMade })
  return (
    <FormDialog
      title={words.inviteTitle}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={words.createLink}
      pending={send.pending}
      problems={byField(send.error)}
      problem={send.error && <Refused>{problemOf(send.error)}</Refused>}
      onSubmit={() => send.run({ body: { email, role, storeIds } })}
    >
      <p className="text-ink-2">{words.inviteWhy}</p>
      <TextField
        label={words.email}
        name="email"
        type="email"
        autoComplete="off"
        value={email}
        onChange={setEmail}
        isRequired
        autoFocus
      />
      <GrantFields role={role} onRole={setRole} storeIds={storeIds} onStores={setStoreIds} />
    </FormDialog>
  )
}
