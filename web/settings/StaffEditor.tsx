import { useState } from 'react'
import {
  changeStaff,
  createResetLink,
  deactivateStaff,
  listStaff,
  reactivateStaff,
  removeSecondFactors,
  type StaffMember,
} from '../../src/staff/people/contract.ts'
import { useAction } from '../api.ts'
import { useProblems } from '../problems.ts'
import { useSession } from '../session.ts'
import { Refused } from '../staff/Refused.tsx'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog, FormDialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { useWords } from '../words.ts'
import { GrantFields, type MadeLink, useStaffProblem } from './StaffDialogs.tsx'
import { useSettingsWords } from './words.ts'

interface EditProps {
  member: StaffMember
  onClose(): void
  onFactors(): void
  onLink(link: MadeLink): void
}

/** Name, address, role and stores of one person; below, what is done to the account as a whole. */
export function EditStaff({ member, onClose, onFactors, onLink }: EditProps) {
  const words = useSettingsWords()
  const { verbs } = useWords()
  const { byField } = useProblems()
  const problemOf = useStaffProblem()
  const [name, setName] = useState(member.name)
  const [email, setEmail] = useState(member.email)
  const [role, setRole] = useState(member.role)
  const [storeIds, setStoreIds] = useState(member.storeIds)
  const save = useAction(changeStaff, {
    refresh: [listStaff],
    onDone: () => {
      toast.done(words.saved)
      onClose()
    },
  })
  return (
    <FormDialog
      title={words.staff.edit(member.name)}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={verbs.save}
      pending={save.pending}
      problems={byField(save.error)}
      problem={save.error && <Refused>{problemOf(save.error)}</Refused>}
      onSubmit={() =>
        save.run({ params: { id: member.id }, body: { name, email, role, storeIds, version: member.version } })
      }
    >
      <TextField label={words.name} name="name" autoComplete="off" value={name} onChange={setName} isRequired />
      <TextField
        label={words.staff.email}
        name="email"
        type="email"
        autoComplete="off"
        value={email}
        onChange={setEmail}
        isRequired
      />
      <GrantFields role={role} onRole={setRole} storeIds={storeIds} onStores={setStoreIds} />
      <p className="text-note text-ink-2">{words.staff.changeEffect}</p>
      <AccountActions member={member} onClose={onClose} onFactors={onFactors} onLink={onLink} />
    </FormDialog>
  )
}

function AccountActions({ member, onClose, onFactors, onLink }: EditProps) {
  const { staff: words } = useSettingsWords()
  const { verbs } = useWords()
  const { person } = useSession()
  const problemOf = useStaffProblem()
  const onFailed = (error: unknown) => toast.failed(problemOf(error))
  const reactivate = useAction(reactivateStaff, {
    refresh: [listStaff],
    onDone: () => toast.done(words.wasReactivated(member.name)),
    onFailed,
  })
  const deactivate = useAction(deactivateStaff, {
    refresh: [listStaff],
    onDone: () => {
      const undo = { text: verbs.undo, onUndo: () => reactivate.run({ params: { id: member.id } }) }
      toast.done(words.wasDeactivated(member.name), undo)
      onClose()
    },
    onFailed,
  })
  const link = useAction(createResetLink, { onDone: onLink, onFailed })
  const asked = { params: { id: member.id } }
  if (member.deactivatedAt) {
    return (
      <div className="border-t border-rule pt-4">
        <Button
          isPending={reactivate.pending}
          onPress={() => {
            reactivate.run(asked)
            onClose()
          }}
        >
          {words.reactivate}
        </Button>
      </div>
    )
  }
  const hasFactors = member.hasAuthenticator || member.passkeys > 0
  return (
    <div className="flex flex-col gap-2 border-t border-rule pt-4">
      <div className="flex flex-wrap gap-2">
        <Button isPending={link.pending} onPress={() => link.run(asked)}>
          {words.reset}
        </Button>
        {hasFactors && <Button onPress={onFactors}>{words.removeFactors}</Button>}
        {member.id !== person.id && (
          <Button isPending={deactivate.pending} onPress={() => deactivate.run(asked)}>
            {words.deactivate}
          </Button>
        )}
      </div>
      {member.id !== person.id && <p className="text-note text-ink-2">{words.deactivateNote}</p>}
    </div>
  )
}

export function RemoveFactors({ member, onClose }: { member: StaffMember; onClose(): void }) {
  const { staff: words } = useSettingsWords()
  const problemOf = useStaffProblem()
  const remove = useAction(removeSecondFactors, {
    refresh: [listStaff],
    onDone: () => {
      toast.done(words.factorsRemoved)
      onClose()
    },
    onFailed: (error) => toast.failed(problemOf(error)),
  })
  return (
    <ConfirmDialog
      title={words.removeFactorsTitle(member.name)}
      isOpen
      onClose={onClose}
      effects={[...words.removeFactorsEffects]}
      action={words.removeFactors}
      pending={remove.pending}
      onConfirm={() => remove.run({ params: { id: member.id } })}
    />
  )
}
