import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../src/connectors/connections/contract.ts'
import { checkLine, getLine } from '../../../src/connectors/line/contract.ts'
import { type ReplyOf, useAction, useCall } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Refused } from '../../staff/Refused.tsx'
import { StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { Inbox } from '../hooks/Inbox.tsx'
import { NewHook } from '../hooks/NewHook.tsx'
import { Settings } from '../hooks/Settings.tsx'
import { Line, NeedsHttps } from '../hooks/SetUp.tsx'
import { useLineWords } from './words.ts'

/** An official account: its three keys from LINE Developers. */
export function NewLine({ onMade }: { onMade(id: number): void }) {
  const words = useLineWords()
  const [channelId, setChannelId] = useState('')
  const [secrets, setSecrets] = useState({ channelSecret: '', accessToken: '' })
  return (
    <NewHook kind="line" firstName="LINE公式アカウント" settings={{ channelId }} secrets={secrets} onMade={onMade}>
      <ChannelId value={channelId} onChange={setChannelId} isNew />
      <Keys
        value={secrets}
        onChange={(part) => setSecrets({ ...secrets, ...part })}
        notes={[words.channelSecretNote, words.accessTokenNote]}
        isRequired
      />
    </NewHook>
  )
}

interface ChannelIdProps {
  value: string
  onChange(value: string): void
  isNew?: boolean
}

function ChannelId({ value, onChange, isNew = false }: ChannelIdProps) {
  const words = useLineWords()
  return (
    <TextField
      label={words.channelId}
      note={words.channelIdNote}
      name="settings.channelId"
      inputMode="numeric"
      value={value}
      onChange={onChange}
      isRequired
      autoFocus={isNew}
    />
  )
}

interface KeysProps {
  value: Record<string, string>
  onChange(part: Record<string, string>): void
  notes: [string, string]
  isRequired?: boolean
}

function Keys({ value, onChange, notes, isRequired = false }: KeysProps) {
  const words = useLineWords()
  return (
    <>
      <TextField
        label={words.channelSecret}
        note={notes[0]}
        name="secrets.channelSecret"
        autoComplete="off"
        value={value.channelSecret ?? ''}
        onChange={(channelSecret) => onChange({ channelSecret })}
        isRequired={isRequired}
      />
      <TextField
        label={words.accessToken}
        note={notes[1]}
        name="secrets.accessToken"
        autoComplete="off"
        value={value.accessToken ?? ''}
        onChange={(accessToken) => onChange({ accessToken })}
        isRequired={isRequired}
      />
    </>
  )
}

/** Set-up with what LINE says of it, friends, what came last, settings, and how members are joined. */
export function LinePanel({ connection }: { connection: Connection }) {
  const words = useLineWords()
  const { data } = useCall(getLine, { params: { id: connection.id } }, { interval: () => 10_000 })
  return (
    <>
      <SetUp connection={connection} webhookUrl={data?.webhookUrl ?? ''} />
      <Section title={words.friends}>
        <p className="py-1">{data ? words.friendCounts(data.friends, data.blocked, data.linked) : ' '}</p>
      </Section>
      <Inbox connectionId={connection.id} topicNames={words.topics} />
      <Settings
        connection={connection}
        fields={(values, change, secrets, hide) => (
          <>
            <ChannelId value={String(values.channelId ?? '')} onChange={(channelId) => change({ channelId })} />
            <Keys value={secrets} onChange={hide} notes={[words.keepSecret, words.keepSecret]} />
            <TextField
              label={words.linkPage}
              note={words.linkPageNote}
              name="settings.linkPage"
              inputMode="url"
              value={String(values.linkPage ?? '')}
              onChange={(linkPage) => change({ linkPage })}
            />
            <TextArea
              label={words.linkMessage}
              note={words.linkMessageNote}
              name="settings.linkMessage"
              rows={2}
              maxLength={1000}
              value={String(values.linkMessage ?? '')}
              onChange={(linkMessage) => change({ linkMessage })}
            />
          </>
        )}
      />
      <Section title={words.link}>
        <div className="flex max-w-[46em] flex-col gap-3 py-1">
          <p>{words.linkWhy}</p>
          <Line label={words.linkCall} text={`POST ${location.origin}/api/connections/${connection.id}/line-links`} />
          <p className="text-note text-ink-2">{words.guide}</p>
        </div>
      </Section>
    </>
  )
}

function SetUp({ connection, webhookUrl }: { connection: Connection; webhookUrl: string }) {
  const words = useLineWords()
  const may = useMay()
  const { sentence } = useProblems()
  const check = useAction(checkLine)
  return (
    <Section title={words.setUp}>
      <ol className="flex max-w-[46em] list-decimal flex-col gap-1.5 py-1 pl-6">
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="flex max-w-[46em] flex-col gap-3 py-3">
        <NeedsHttps />
        <Line label={words.webhookUrl} text={webhookUrl} />
        {may('connections.write') && (
          <div>
            <Button isPending={check.pending} onPress={() => check.run({ params: { id: connection.id } })}>
              {words.check}
            </Button>
          </div>
        )}
        {check.error && <Refused>{sentence(check.error)}</Refused>}
        {check.reply && <Checked found={check.reply} />}
      </div>
    </Section>
  )
}

/** What LINE says, point by point, the first that is not well with its remedy. */
function Checked({ found }: { found: ReplyOf<typeof checkLine> }) {
  const words = useLineWords()
  const { account, status, webhook } = found
  return (
    <ul aria-label={words.check} className="flex flex-col">
      <Point name={words.account} isWell={account !== null}>
        {account
          ? words.accountWell(account.displayName, account.basicId)
          : status === null
            ? words.notAsked
            : words.refused(status)}
      </Point>
      {webhook && (
        <>
          <Point name={words.endpoint} isWell={webhook.isOurs}>
            {webhook.isOurs
              ? words.endpointWell
              : webhook.endpoint === ''
                ? words.endpointNone
                : words.endpointOther(webhook.endpoint)}
          </Point>
          <Point name={words.active} isWell={webhook.isActive}>
            {webhook.isActive ? words.activeWell : words.activeNot}
          </Point>
          {webhook.isReached !== null && (
            <Point name={words.reached} isWell={webhook.isReached}>
              {webhook.isReached ? words.reachedWell : words.reachedNot(webhook.detail)}
            </Point>
          )}
        </>
      )}
    </ul>
  )
}

function Point({ name, isWell, children }: { name: string; isWell: boolean; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 border-t border-rule py-1.5 first:border-t-0">
      <b className="w-44 text-dense">{name}</b>
      <StateTag tone={isWell ? 'ok' : 'danger'} glyph={isWell ? 'check' : 'cross'}>
        {children}
      </StateTag>
    </li>
  )
}
