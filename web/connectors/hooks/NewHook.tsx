import { type ReactNode, useState } from 'react'
import { createConnection } from '../../../src/connectors/connections/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useConnectionWords } from '../connections/words.ts'
import { SecretDialog } from './SecretDialog.tsx'
import { useHookWords } from './words.ts'

interface NewHookProps {
  kind: string
  firstName: string
  settings: Record<string, unknown>
  secrets?: Record<string, string>
  children?: ReactNode
  onMade(id: number): void
}

/** Name and what the kind needs; a key made here is shown before the connection opens. */
export function NewHook({ kind, firstName, settings, secrets = {}, children, onMade }: NewHookProps) {
  const frame = useConnectionWords()
  const words = useHookWords()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState(firstName)
  const make = useAction(createConnection, { onDone: ({ id, secrets: made }) => made.signing || onMade(id) })
  const signing = make.reply?.secrets.signing
  return (
    <Form onSubmit={() => make.run({ body: { kind, name, settings, secrets } })} problems={byField(make.error)}>
      <div className="flex flex-col gap-4">
        <TextField
          label={frame.name}
          note={frame.nameNote}
          name="name"
          value={name}
          onChange={setName}
          isRequired
          autoFocus={firstName === ''}
        />
        {children}
        {make.error && <Refused>{sentence(make.error)}</Refused>}
        <div>
          <Button type="submit" kind="primary" size="normal" isPending={make.pending}>
            {words.make}
          </Button>
        </div>
      </div>
      {signing && <SecretDialog secret={signing} onClose={() => make.reply && onMade(make.reply.id)} />}
    </Form>
  )
}
