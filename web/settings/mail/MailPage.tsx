import { getMailSettings, sendMailAgain, sendTestMail } from '../../../src/platform/mail/contract.ts'
import { type ReplyOf, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { usePreferences } from '../../preferences.ts'
import { useProblems } from '../../problems.ts'
import { Refused } from '../../staff/Refused.tsx'
import { Notice, StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Section } from '../../ui/Section.tsx'
import { Reading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { SettingsPage } from '../SettingsPage.tsx'
import { ServerForm } from './ServerForm.tsx'
import { useMailWords } from './words.ts'

type Mailing = ReplyOf<typeof getMailSettings>
type Trouble = Mailing['troubles'][number]

/** The server that takes our mails, a way to try it, and what did not go out. */
export function MailPage() {
  const mailing = useCall(getMailSettings, {})
  return (
    <SettingsPage name="mail">
      <Reading of={mailing} lines={6}>
        {(data) => <Mailing mailing={data} />}
      </Reading>
    </SettingsPage>
  )
}

function Mailing({ mailing }: { mailing: Mailing }) {
  const words = useMailWords()
  const { settings, outbox, troubles } = mailing
  return (
    <>
      {settings === null && <Notice tone="warn">{words.none}</Notice>}
      {outbox.waiting > 0 && (
        <Notice tone={outbox.fault ? 'warn' : 'quiet'} glyph="clock">
          {words.waiting(outbox.waiting)} {outbox.fault && words.faults[outbox.fault]}
        </Notice>
      )}
      <ServerForm key={settings?.version ?? 0} settings={settings} />
      {settings && <TryOut />}
      <Troubles troubles={troubles} />
    </>
  )
}

function TryOut() {
  const words = useMailWords()
  const { sentence } = useProblems()
  const trying = useAction(sendTestMail)
  const { reply } = trying
  return (
    <div className="flex max-w-2xl flex-col gap-2 border-t border-rule pt-4">
      <p className="text-ink-2">{words.testWhy}</p>
      <div>
        <Button size="normal" isPending={trying.pending} onPress={() => trying.run({})}>
          {words.test}
        </Button>
      </div>
      {trying.error && <Refused>{sentence(trying.error)}</Refused>}
      <div role="status">
        {reply?.outcome === 'sent' && (
          <Notice tone="ok" glyph="check">
            {words.sent(reply.to)}
          </Notice>
        )}
        {reply?.fault && (
          <Notice tone="danger">
            {words.faults[reply.fault]}
            {reply.said && (
              <span className="block break-all">
                {words.said}
                {reply.said}
              </span>
            )}
          </Notice>
        )}
      </div>
    </div>
  )
}

function Troubles({ troubles }: { troubles: Trouble[] }) {
  const words = useMailWords()
  const { density } = usePreferences()
  const columns = useColumns()
  return (
    <Section title={words.outbox} note={words.outboxNote}>
      {troubles.length === 0 ? (
        <p className="py-1 text-ink-2">{words.noTroubles}</p>
      ) : (
        <DataTable
          label={words.outbox}
          columns={columns}
          rows={troubles}
          keyOf={(trouble) => trouble.id}
          density={density}
        />
      )}
    </Section>
  )
}

function useColumns(): Column<Trouble>[] {
  const words = useMailWords()
  const format = useFormat()
  const { sentence } = useProblems()
  const again = useAction(sendMailAgain, {
    refresh: [getMailSettings],
    onDone: () => toast.done(words.againDone),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return [
    { key: 'kind', heading: words.kind, render: ({ kind }) => words.kinds[kind] ?? kind },
    {
      key: 'why',
      heading: words.why,
      wraps: true,
      width: '50%',
      render: ({ state, fault, code }) => (
        <>
          <StateTag tone={state === 'unsure' ? 'warn' : 'danger'} glyph="alert">
            {words[state]}
          </StateTag>
          <span className="block text-ink-2">
            {words.faults[fault]} {code ?? ''}
          </span>
        </>
      ),
    },
    { key: 'at', heading: words.at, render: ({ at }) => format.dateTime(at) },
    {
      key: 'do',
      heading: <span className="sr-only">{words.again}</span>,
      render: ({ id, maySendAgain }) =>
        maySendAgain && <Button onPress={() => again.run({ params: { id } })}>{words.again}</Button>,
    },
  ]
}
