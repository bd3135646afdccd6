import { useState } from 'react'
import { createConnection } from '../../../src/connectors/connections/contract.ts'
import { type WebhookOutSettings, webhookTopics } from '../../../src/connectors/deliveries/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useConnectionWords } from '../connections/words.ts'
import { SecretDialog } from './SecretDialog.tsx'
import { SettingsFields } from './SettingsFields.tsx'
import { useWebhookOutWords } from './words.ts'

/** A new endpoint; its signing key is shown before it opens. */
export function NewWebhookOut({ onMade }: { onMade(id: number): void }) {
  const frame = useConnectionWords()
  const words = useWebhookOutWords()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState('')
  const [settings, setSettings] = useState<WebhookOutSettings>({
    url: '',
    topics: [...webhookTopics],
    withContacts: false,
    withFiles: false,
  })
  const [unchosen, setUnchosen] = useState(false)
  const make = useAction(createConnection)
  const send = () => {
    setUnchosen(settings.topics.length === 0)
    if (settings.topics.length > 0) make.run({ body: { kind: 'webhook-out', name, settings } })
  }
  return (
    <Form onSubmit={send} problems={byField(make.error)}>
      <div className="flex flex-col gap-4">
        <TextField
          label={frame.name}
          note={frame.nameNote}
          name="name"
          value={name}
          onChange={setName}
          isRequired
          autoFocus
        />
        <SettingsFields value={settings} onChange={setSettings} />
        {unchosen && settings.topics.length === 0 && <Refused>{words.topicsNone}</Refused>}
        {make.error && <Refused>{sentence(make.error)}</Refused>}
        <div>
          <Button type="submit" kind="primary" size="normal" isPending={make.pending}>
            {words.make}
          </Button>
        </div>
      </div>
      {make.reply && (
        <SecretDialog secret={make.reply.secrets.signing ?? ''} onClose={() => make.reply && onMade(make.reply.id)} />
      )}
    </Form>
  )
}
