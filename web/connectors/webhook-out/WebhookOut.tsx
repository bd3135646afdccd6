import { useState } from 'react'
import {
  type Connection,
  changeConnection,
  getConnection,
  remakeSecrets,
} from '../../../src/connectors/connections/contract.ts'
import { type WebhookOutSettings, webhookOutSettings } from '../../../src/connectors/deliveries/contract.ts'
import { getFlow } from '../../../src/connectors/flow/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Button } from '../../ui/Button.tsx'
import { ConfirmDialog, Form } from '../../ui/Dialog.tsx'
import { Section } from '../../ui/Section.tsx'
import { toast } from '../../ui/toast.ts'
import { DeliveryLog } from './DeliveryLog.tsx'
import { SecretDialog } from './SecretDialog.tsx'
import { SettingsFields } from './SettingsFields.tsx'
import { useWebhookOutWords } from './words.ts'

/** One endpoint: what it was told, its settings and its key. */
export function WebhookOut({ connection }: { connection: Connection }) {
  const may = useMay()
  if (!may('connections.write')) return null
  return (
    <>
      <DeliveryLog connectionId={connection.id} isActive={connection.isActive} />
      <Settings connection={connection} />
      <SigningKey connection={connection} />
    </>
  )
}

function Settings({ connection }: { connection: Connection }) {
  const words = useWebhookOutWords()
  const { sentence, byField } = useProblems()
  const [draft, setDraft] = useState<WebhookOutSettings>(() => webhookOutSettings.parse(connection.settings))
  const [unchosen, setUnchosen] = useState(false)
  const change = useAction(changeConnection, {
    refresh: [getConnection, getFlow],
    onDone: () => toast.done(words.saved),
  })
  const save = () => {
    setUnchosen(draft.topics.length === 0)
    if (draft.topics.length === 0) return
    change.run({ params: { id: connection.id }, body: { version: connection.version, settings: { ...draft } } })
  }
  return (
    <Section title={words.settings}>
      <Form onSubmit={save} problems={byField(change.error)}>
        <div className="flex max-w-[760px] flex-col gap-4 py-2">
          <SettingsFields value={draft} onChange={setDraft} />
          {unchosen && draft.topics.length === 0 && <Refused>{words.topicsNone}</Refused>}
          {change.error && <Refused>{sentence(change.error)}</Refused>}
          <div>
            <Button type="submit" size="normal" isPending={change.pending}>
              {words.save}
            </Button>
          </div>
        </div>
      </Form>
    </Section>
  )
}

function SigningKey({ connection }: { connection: Connection }) {
  const words = useWebhookOutWords()
  const { sentence } = useProblems()
  const [asking, setAsking] = useState(false)
  const renew = useAction(remakeSecrets, {
    onDone: () => setAsking(false),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return (
    <Section
      title={words.secret}
      note={words.secretNote}
      end={
        <Button kind="text" onPress={() => setAsking(true)}>
          {words.renew}
        </Button>
      }
    >
      <p className="max-w-[760px] text-ink-2">{words.secretAbout}</p>
      {asking && (
        <ConfirmDialog
          title={words.renew}
          isOpen
          onClose={() => setAsking(false)}
          effects={[...words.renewEffects]}
          action={words.renew}
          pending={renew.pending}
          onConfirm={() => renew.run({ params: { id: connection.id } })}
        />
      )}
      {renew.reply && <SecretDialog secret={renew.reply.secrets.signing ?? ''} onClose={renew.forget} />}
    </Section>
  )
}
