import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { addToGroup, type GroupReply, leaveGroup, listGroups } from '../../../src/customers/contract.ts'
import { CustomerPicker } from '../../analysis/offers/pickers.tsx'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Radio, RadioGroup } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { toast } from '../../ui/toast.ts'
import { kanaOf, nameOf } from '../name.ts'
import { TextButton } from '../TextButton.tsx'
import { useMatchingWords } from './words.ts'

/** The people of a customer's household and firm. */
export function GroupsCard({ customerId }: { customerId: number }) {
  const words = useMatchingWords()
  const mayWrite = useMay()('customers.write')
  const [isAdding, setAdding] = useState(false)
  const groups = useCall(listGroups, { params: { customerId } })
  if (!groups.data) return null
  return (
    <Section
      title={words.groups.title}
      end={
        mayWrite && (
          <TextButton onPress={() => setAdding(true)}>
            <Plus aria-hidden size={14} strokeWidth={1.6} />
            {words.groups.add}
          </TextButton>
        )
      }
    >
      {groups.data.items.length === 0 && <p className="py-1 text-ink-2">{words.groups.none}</p>}
      {groups.data.items.map((group) => (
        <GroupMembers key={group.id} group={group} customerId={customerId} mayWrite={mayWrite} />
      ))}
      {isAdding && <AddDialog customerId={customerId} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function GroupMembers({ group, customerId, mayWrite }: { group: GroupReply; customerId: number; mayWrite: boolean }) {
  const words = useMatchingWords().groups
  const format = useFormat()
  const { sentence } = useProblems()
  const leave = useAction(leaveGroup, {
    refresh: [listGroups],
    onFailed: (error) => toast.failed(sentence(error)),
  })
  const title = group.kind === 'household' ? words.household : words.company
  return (
    <div className="pb-1">
      <h3 className="flex items-baseline gap-2 text-dense">
        {title}
        <span className="text-note font-normal text-ink-2">
          {group.kind === 'household' ? words.householdNote : words.companyNote(group.name)}
        </span>
      </h3>
      <ul>
        {group.members
          .filter(({ id }) => id !== customerId)
          .map((member) => {
            const name = nameOf(member)
            return (
              <li key={member.id} className="flex min-h-8 items-center gap-3 border-t border-rule first:border-t-0">
                <span className="min-w-0 flex-1">
                  <Link href={paths.customer(member.id)}>{name}</Link>
                  <span className="ml-2 text-note text-ink-2">{kanaOf(member)}</span>
                  {member.via === 'match' && <span className="ml-2 text-note text-ink-2">{words.matched}</span>}
                </span>
                {mayWrite && (
                  <Button
                    kind="quiet"
                    icon
                    aria-label={words.remove(name)}
                    onPress={() =>
                      void leave
                        .ask({ params: { customerId: member.id, groupId: group.id } })
                        .then(() => toast.done(words.removed(name)))
                        // said by onFailed
                        .catch(() => {})
                    }
                  >
                    <X aria-hidden size={14} strokeWidth={1.6} />
                  </Button>
                )}
              </li>
            )
          })}
      </ul>
      {group.hidden > 0 && <p className="text-note text-ink-2">{words.hidden(format.number(group.hidden))}</p>}
    </div>
  )
}

function AddDialog({ customerId, onClose }: { customerId: number; onClose(): void }) {
  const words = useMatchingWords().groups
  const { sentence } = useProblems()
  const [kind, setKind] = useState<'household' | 'company'>('household')
  const [otherId, setOther] = useState<number | null>(null)
  const [isMissing, setMissing] = useState(false)
  const add = useAction(addToGroup, {
    refresh: [listGroups],
    onDone: () => {
      onClose()
      toast.done(words.added)
    },
  })
  return (
    <FormDialog
      title={words.title}
      isOpen
      onClose={onClose}
      action={words.add}
      pending={add.pending}
      problem={
        isMissing || add.error ? (
          <p role="alert" className="text-danger">
            {isMissing ? words.choose : sentence(add.error)}
          </p>
        ) : null
      }
      onSubmit={() => {
        setMissing(otherId === null)
        if (otherId !== null) add.run({ params: { customerId }, body: { kind, otherId } })
      }}
    >
      <RadioGroup label={words.kind} value={kind} onChange={(value) => setKind(value as typeof kind)}>
        <Radio value="household">{words.household}</Radio>
        <Radio value="company">{words.company}</Radio>
      </RadioGroup>
      <CustomerPicker value={otherId} onChange={setOther} />
    </FormDialog>
  )
}
