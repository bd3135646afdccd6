import { type ReactNode, useState } from 'react'
import { type Connection, changeConnection, getConnection } from '../../../src/connectors/connections/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { Section } from '../../ui/Section.tsx'
import { toast } from '../../ui/toast.ts'
import { useHookWords } from './words.ts'

type Texts = Record<string, string>
export type Values = Record<string, unknown>

interface SettingsProps {
  connection: Connection
  /** draws the fields of the kind; secrets left empty stay as they are */
  fields(values: Values, change: (part: Values) => void, secrets: Texts, hide: (part: Texts) => void): ReactNode
}

/** The settings of a kind, saved together. */
export function Settings({ connection, fields }: SettingsProps) {
  const words = useHookWords()
  const may = useMay()
  const { sentence, byField } = useProblems()
  const [values, setValues] = useState<Values>(connection.settings)
  const [secrets, setSecrets] = useState<Texts>({})
  const save = useAction(changeConnection, {
    refresh: [getConnection],
    onDone() {
      setSecrets({})
      toast.done(words.saved)
    },
  })
  const given = Object.fromEntries(Object.entries(secrets).filter(([, text]) => text !== ''))
  const send = () =>
    save.run({
      params: { id: connection.id },
      body: {
        version: connection.version,
        settings: values,
        ...(Object.keys(given).length > 0 ? { secrets: given } : {}),
      },
    })
  if (!may('connections.write')) return null
  return (
    <Section title={words.settings}>
      <div className="max-w-[40em] py-2">
        <Form onSubmit={send} problems={byField(save.error)}>
          <div className="flex flex-col gap-4">
            {fields(
              values,
              (part) => setValues({ ...values, ...part }),
              secrets,
              (part) => setSecrets({ ...secrets, ...part }),
            )}
            {save.error && <Refused>{sentence(save.error)}</Refused>}
            <div>
              <Button type="submit" size="normal" isPending={save.pending}>
                {words.save}
              </Button>
            </div>
          </div>
        </Form>
      </div>
    </Section>
  )
}
