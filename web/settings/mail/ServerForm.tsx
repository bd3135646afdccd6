import { useMemo, useState } from 'react'
import { changeMailSettings, getMailSettings, mailSecurities } from '../../../src/platform/mail/contract.ts'
import { type ReplyOf, useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Choice.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { NumberField, TextArea, TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { useSettingsWords } from '../words.ts'
import { useMailWords } from './words.ts'

type Settings = NonNullable<ReplyOf<typeof getMailSettings>['settings']>

const usual = {
  host: '',
  port: 587,
  security: 'starttls' as Settings['security'],
  user: null,
  authority: null,
  fromName: '',
  fromAddress: '',
  replyTo: null,
  hasPassword: false,
  version: 0,
}
const usualPorts = { tls: 465, starttls: 587, none: 25 }

export function ServerForm({ settings }: { settings: Settings | null }) {
  const words = useMailWords()
  const { saved } = useSettingsWords()
  const { sentence, byField } = useProblems()
  const [form, setForm] = useState({ ...(settings ?? usual), password: '' })
  const set = <Key extends keyof typeof form>(key: Key, value: (typeof form)[Key]) => setForm({ ...form, [key]: value })
  const save = useAction(changeMailSettings, { refresh: [getMailSettings], onDone: () => toast.done(saved) })
  const refused = byField(save.error)
  const problems = useMemo(() => {
    const own = (save.error?.fields ?? []).flatMap(({ field, code }) =>
      code in words.wrong ? [[field, words.wrong[code as keyof typeof words.wrong]] as const] : [],
    )
    return { ...refused, ...Object.fromEntries(own) }
  }, [refused, save.error, words])
  const send = () => {
    const { password, hasPassword: _, user, authority, replyTo, ...rest } = form
    const plain = { ...rest, user: user || null, authority: authority || null, replyTo: replyTo || null }
    // without a user there is no password; an empty field keeps the one that stands
    const secret = user ? (password === '' ? {} : { password }) : { password: null }
    save.run({ body: { ...plain, ...secret } })
  }
  return (
    <div className="max-w-2xl border-t-2 border-ink-rule pt-4">
      <Form onSubmit={send} problems={problems}>
        <h2>{words.server}</h2>
        <TextField
          label={words.host}
          note={words.hostNote}
          name="host"
          value={form.host}
          onChange={(host) => set('host', host)}
          isRequired
        />
        <div className="grid gap-4 tablet:grid-cols-[2fr_1fr]">
          <Select
            label={words.security}
            name="security"
            choices={mailSecurities.map((id) => ({ id, label: words.securities[id] }))}
            value={form.security}
            onChange={(security) => setForm({ ...form, security, port: usualPorts[security] })}
          />
          <NumberField
            label={words.port}
            name="port"
            minValue={1}
            maxValue={65_535}
            formatOptions={{ useGrouping: false }}
            value={form.port}
            onChange={(port) => set('port', port)}
          />
        </div>
        <TextField
          label={words.user}
          note={words.userNote}
          name="user"
          autoComplete="off"
          value={form.user ?? ''}
          onChange={(user) => set('user', user)}
        />
        <TextField
          label={words.password}
          note={form.hasPassword ? words.passwordKept : words.passwordNote}
          name="password"
          type="password"
          autoComplete="new-password"
          value={form.password}
          onChange={(password) => set('password', password)}
        />
        {/* hardly anybody needs it; a problem with it must be seen */}
        <details open={Boolean(settings?.authority) || 'authority' in problems}>
          <summary className="cursor-pointer py-1 text-ink-2">{words.ownAuthority}</summary>
          <div className="pt-2">
            <TextArea
              label={words.authority}
              note={words.authorityNote}
              name="authority"
              rows={3}
              value={form.authority ?? ''}
              onChange={(authority) => set('authority', authority)}
            />
          </div>
        </details>
        <h2 className="mt-2 border-t border-rule pt-4">{words.sender}</h2>
        <TextField
          label={words.fromName}
          name="fromName"
          value={form.fromName}
          onChange={(fromName) => set('fromName', fromName)}
          isRequired
        />
        <TextField
          label={words.fromAddress}
          name="fromAddress"
          type="email"
          value={form.fromAddress}
          onChange={(fromAddress) => set('fromAddress', fromAddress)}
          isRequired
        />
        <TextField
          label={words.replyTo}
          note={words.replyToNote}
          name="replyTo"
          type="email"
          value={form.replyTo ?? ''}
          onChange={(replyTo) => set('replyTo', replyTo)}
        />
        {save.error && <Refused>{sentence(save.error)}</Refused>}
        <div>
          <Button kind="primary" size="normal" type="submit" isPending={save.pending}>
            {words.save}
          </Button>
        </div>
      </Form>
    </div>
  )
}
