import { useState } from 'react'
import { addContactPoint, createCustomer } from '../../../src/customers/contract.ts'
import { countCustomers, listCustomers } from '../../../src/segments/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { FormDialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { useListWords } from '../words.ts'

const blank = { familyName: '', givenName: '', familyKana: '', givenKana: '', companyName: '', email: '', phone: '' }
type Field = keyof typeof blank

/** A customer by hand: a name and a way to reach them; everything else is added on the record. */
export function AddDialog({ onClose, onAdded }: { onClose(): void; onAdded(id: number): void }) {
  const words = useListWords()
  const may = useMay()
  const { sentence, byField } = useProblems()
  const [text, setText] = useState(blank)
  const [problem, setProblem] = useState<string | null>(null)
  const create = useAction(createCustomer, { refresh: [listCustomers, countCustomers] })
  const contact = useAction(addContactPoint)
  const input = (field: Field) => ({
    label: words.adding[field],
    name: field,
    value: text[field],
    onChange: (value: string) => setText((former) => ({ ...former, [field]: value })),
  })

  async function submit() {
    const { email, phone, ...profile } = text
    const name = `${profile.familyName} ${profile.givenName}`.trim() || profile.companyName.trim()
    if (name === '') return setProblem(words.adding.nothing)
    try {
      const { id } = await create.ask({ body: profile })
      const points = [
        ...(email.trim() ? [{ kind: 'email' as const, value: email }] : []),
        ...(phone.trim() ? [{ kind: 'phone' as const, value: phone }] : []),
      ]
      for (const body of points) await contact.ask({ params: { customerId: id }, body })
      toast.done(words.adding.added(name))
      onAdded(id)
    } catch (error) {
      setProblem(sentence(error))
    }
  }

  return (
    <FormDialog
      title={words.adding.title}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={words.adding.action}
      pending={create.pending || contact.pending}
      problems={byField(create.error)}
      problem={
        problem && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )
      }
      onSubmit={() => void submit()}
    >
      <div className="grid grid-cols-2 gap-x-4 gap-y-5">
        <TextField {...input('familyName')} autoFocus />
        <TextField {...input('givenName')} />
        <TextField {...input('familyKana')} />
        <TextField {...input('givenKana')} />
      </div>
      <TextField {...input('companyName')} />
      {may('contacts.read') && (
        <div className="grid grid-cols-1 gap-x-4 gap-y-5 tablet:grid-cols-2">
          <TextField {...input('email')} type="email" inputMode="email" />
          <TextField {...input('phone')} type="tel" inputMode="tel" />
        </div>
      )}
    </FormDialog>
  )
}
