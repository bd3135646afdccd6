import { useState } from 'react'
import { listStores } from '../../src/customers/contract.ts'
import { type Invitation, listStaff, type StaffMember, withdrawInvitation } from '../../src/staff/people/contract.ts'
import { useAction, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useProblems } from '../problems.ts'
import { useMay, useSession } from '../session.ts'
import { StateTag } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { Section } from '../ui/Section.tsx'
import { EmptyState } from '../ui/states.tsx'
import { toast } from '../ui/toast.ts'
import { None } from '../ui/values.tsx'
import { useWords } from '../words.ts'
import { SettingsPage } from './SettingsPage.tsx'
import { InviteDialog, LinkDialog, type MadeLink } from './StaffDialogs.tsx'
import { EditStaff, RemoveFactors } from './StaffEditor.tsx'
import { useSettingsWords } from './words.ts'

type Surface =
  | { kind: 'invite' }
  | { kind: 'edit' | 'factors'; member: StaffMember }
  | { kind: 'link'; title: string; link: MadeLink }
  | null

/** Who works here, who is invited, and what each of them may do. */
export function StaffPage() {
  const words = useSettingsWords()
  const people = useCall(listStaff, {})
  const mayWrite = useMay()('staff.write')
  const [surface, setSurface] = useState<Surface>(null)
  const close = () => setSurface(null)
  const storeNames = useStoreNames()
  const { density } = usePreferences()
  return (
    <SettingsPage
      name="staff"
      actions={
        mayWrite && (
          <Button kind="primary" onPress={() => setSurface({ kind: 'invite' })}>
            {words.staff.invite}
          </Button>
        )
      }
    >
      <DataTable
        label={words.pages.staff.name}
        columns={useColumns(storeNames, mayWrite ? (member) => setSurface({ kind: 'edit', member }) : undefined)}
        rows={people.data?.staff}
        keyOf={(member) => member.id}
        density={density}
        skeletonRows={4}
        error={people.error}
        onRetry={() => void people.refetch()}
        {...(mayWrite ? { onOpen: (member: StaffMember) => setSurface({ kind: 'edit', member }) } : {})}
        empty={<EmptyState title={words.noMatch} />}
      />
      {people.data && people.data.invitations.length > 0 && (
        <Invitations invitations={people.data.invitations} storeNames={storeNames} mayWrite={mayWrite} />
      )}
      {surface?.kind === 'invite' && (
        <InviteDialog
          onClose={close}
          onMade={(link) => setSurface({ kind: 'link', title: words.staff.linkTitle, link })}
        />
      )}
      {surface?.kind === 'edit' && (
        <EditStaff
          member={surface.member}
          onClose={close}
          onFactors={() => setSurface({ kind: 'factors', member: surface.member })}
          onLink={(link) => setSurface({ kind: 'link', title: words.staff.resetTitle, link })}
        />
      )}
      {surface?.kind === 'factors' && <RemoveFactors member={surface.member} onClose={close} />}
      {surface?.kind === 'link' && <LinkDialog title={surface.title} link={surface.link} onClose={close} />}
    </SettingsPage>
  )
}

/** 銀座店、京都店; nobody limited: すべての店舗 */
function useStoreNames(): (ids: number[]) => string {
  const words = useSettingsWords()
  const stores = useCall(listStores, {})
  return (ids) =>
    ids.length === 0
      ? words.staff.allStores
      : ids.map((id) => stores.data?.items.find((store) => store.id === id)?.name ?? '').join('、')
}

function useColumns(
  storeNames: (ids: number[]) => string,
  onEdit: ((member: StaffMember) => void) | undefined,
): Column<StaffMember>[] {
  const words = useSettingsWords()
  const { roles } = useWords()
  const format = useFormat()
  const { person } = useSession()
  const { staff } = words
  return [
    {
      key: 'name',
      heading: words.name,
      render: (member) => (
        <span className="whitespace-nowrap">
          {onEdit ? (
            <button
              type="button"
              className="min-h-6 cursor-pointer font-bold text-ink underline-offset-3 hover:underline"
              onClick={() => onEdit(member)}
            >
              {member.name}
            </button>
          ) : (
            <b>{member.name}</b>
          )}
          {member.id === person.id && <span className="ml-2 text-note text-ink-2">{staff.you}</span>}
        </span>
      ),
    },
    { key: 'email', heading: staff.email, render: (member) => member.email },
    { key: 'role', heading: staff.role, render: (member) => roles[member.role] },
    { key: 'stores', heading: staff.stores, render: (member) => storeNames(member.storeIds) },
    {
      key: 'factor',
      heading: staff.factor,
      render: (member) => {
        const has = [
          member.hasAuthenticator && staff.app,
          member.passkeys > 0 && staff.passkeys(member.passkeys),
        ].filter(Boolean)
        return has.length > 0 ? has.join('・') : <span className="text-ink-2">{staff.noFactor}</span>
      },
    },
    {
      key: 'seen',
      heading: staff.lastSeen,
      render: (member) => (member.lastSeenAt ? format.dateTime(member.lastSeenAt) : <None />),
    },
    {
      key: 'state',
      heading: staff.state,
      render: (member) =>
        member.deactivatedAt ? (
          <StateTag tone="quiet" glyph="cross">
            {staff.deactivated}
          </StateTag>
        ) : (
          <StateTag tone="ok" glyph="check">
            {staff.active}
          </StateTag>
        ),
    },
  ]
}

interface InvitationsProps {
  invitations: Invitation[]
  storeNames(ids: number[]): string
  mayWrite: boolean
}

function Invitations({ invitations, storeNames, mayWrite }: InvitationsProps) {
  const { staff: words } = useSettingsWords()
  const { roles } = useWords()
  const { sentence } = useProblems()
  const format = useFormat()
  const withdraw = useAction(withdrawInvitation, {
    refresh: [listStaff],
    onDone: () => toast.done(words.withdrawn),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return (
    <Section title={words.invitations}>
      <ul className="border-t border-rule">
        {invitations.map((invitation) => (
          <li
            key={invitation.id}
            className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-2"
          >
            <b>{invitation.email}</b>
            <span>{roles[invitation.role]}</span>
            <span className="text-ink-2">{storeNames(invitation.storeIds)}</span>
            <span className="min-w-0 flex-1 text-ink-2">
              {invitation.invitedBy && `${words.invitedBy(invitation.invitedBy)}・`}
              {words.until(format.dateTime(invitation.expiresAt))}
            </span>
            {mayWrite && (
              <Button onPress={() => withdraw.run({ params: { id: invitation.id } })}>{words.withdraw}</Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
