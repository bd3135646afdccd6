import { type ReactNode, useState } from 'react'
import { type Connection, changeConnection, getConnection } from '../../../../../src/connectors/connections/contract.ts'
import { getSiteMessages, renewWriteKey } from '../../../../../src/connectors/ingest/contract.ts'
import { listSources } from '../../../../../src/customers/contract.ts'
import { useAction, useCall } from '../../../../api.ts'
import { useFormat } from '../../../../format.ts'
import { useProblems } from '../../../../problems.ts'
import { useMay } from '../../../../session.ts'
import { CopyLine } from '../../../../staff/CopyLine.tsx'
import { Refused } from '../../../../staff/Refused.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { ConfirmDialog, Form } from '../../../../ui/Dialog.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { toast } from '../../../../ui/toast.ts'
import { useConnectionWords } from '../../words.ts'
import { RecentMessages } from './RecentMessages.tsx'
import { draftOf, problemsOf, SiteFields, settingsOf } from './SiteFields.tsx'
import { browserLine, callLines, serverLine, tagOf } from './snippets.ts'
import { useSiteKindWords } from './words.ts'

/** What goes into the shop's pages and servers, what arrives from them, and the settings. */
export function SitePanel({ connection }: { connection: Connection }) {
  const may = useMay()
  return (
    <>
      <Snippets connection={connection}>
        <RecentMessages connectionId={connection.id} />
      </Snippets>
      <WriteKey connection={connection} />
      {may('connections.write') && <Settings key={connection.version} connection={connection} />}
    </>
  )
}

const part = 'flex flex-col gap-1.5 border-t border-rule py-3 first:border-t-0'

/** What to paste; `children` stand below what is pasted first. */
function Snippets(props: { connection: Connection; children: ReactNode }) {
  const { key, settings } = props.connection
  const words = useSiteKindWords()
  const { isServer } = draftOf(settings)
  return (
    <>
      {!isServer && (
        <Section title={words.paste} note={words.pasteNote}>
          <div className={part}>
            <CopyLine text={tagOf(location.origin, key)} label={words.paste} />
            <p className="text-note text-ink-2">{words.pasteWait}</p>
            <p className="text-note text-ink-2">{words.signals}</p>
          </div>
          <div className={part}>
            <h3>{words.calls}</h3>
            <CopyLine text={callLines} label={words.calls} />
          </div>
        </Section>
      )}
      {!isServer && props.children}
      <Section title={words.libraries}>
        {!isServer && (
          <div className={part}>
            <h3>{words.browserLibrary}</h3>
            <CopyLine text={browserLine(location.origin, key)} label={words.browserLibrary} />
          </div>
        )}
        <div className={part}>
          <h3>{words.serverLibrary}</h3>
          <CopyLine text={serverLine(location.origin, key)} label={words.serverLibrary} />
        </div>
      </Section>
      {isServer && props.children}
    </>
  )
}

function WriteKey({ connection }: { connection: Connection }) {
  const words = useSiteKindWords()
  const format = useFormat()
  const may = useMay()
  const { sentence } = useProblems()
  const [asks, setAsks] = useState(false)
  const messages = useCall(getSiteMessages, { params: { id: connection.id } })
  const renew = useAction(renewWriteKey, {
    refresh: [getConnection, getSiteMessages],
    onDone: () => {
      toast.done(words.renewed)
      setAsks(false)
    },
    onFailed: (error) => toast.failed(sentence(error)),
  })
  const until = messages.data?.formerKeyUntil
  return (
    <Section
      title={words.key}
      note={words.keyNote}
      end={may('connections.write') && <Button onPress={() => setAsks(true)}>{words.renew}</Button>}
    >
      <div className={part}>
        <CopyLine text={connection.key} label={words.key} />
        {until && <p className="text-note text-ink-2">{words.former(format.dateTime(until))}</p>}
      </div>
      {asks && (
        <ConfirmDialog
          title={words.renewTitle(connection.name)}
          isOpen
          onClose={() => setAsks(false)}
          effects={[...words.renewEffects]}
          action={words.renew}
          pending={renew.pending}
          onConfirm={() => renew.run({ params: { id: connection.id } })}
        />
      )}
    </Section>
  )
}

function Settings({ connection }: { connection: Connection }) {
  const words = useSiteKindWords()
  const frame = useConnectionWords()
  const { sentence, byField } = useProblems()
  const [draft, setDraft] = useState(draftOf(connection.settings))
  const change = useAction(changeConnection, {
    refresh: [getConnection],
    onDone: () => toast.done(words.saved),
  })
  const { id, version, sourceId } = connection
  const source = useCall(listSources, {}).data?.items.find((one) => one.id === sourceId)?.name
  return (
    <Section title={frame.settings} note={source && words.numbersOf(source)}>
      <div className="max-w-[760px] py-3">
        <Form
          problems={problemsOf(byField(change.error))}
          onSubmit={() => change.run({ params: { id }, body: { version, settings: settingsOf(draft) } })}
        >
          <SiteFields draft={draft} onChange={setDraft} />
          {change.error && <Refused>{sentence(change.error)}</Refused>}
          <p>
            <Button kind="primary" type="submit" isPending={change.pending}>
              {words.save}
            </Button>
          </p>
        </Form>
      </div>
    </Section>
  )
}
