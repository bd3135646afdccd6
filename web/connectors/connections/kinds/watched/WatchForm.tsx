import { useState } from 'react'
import {
  type Connection,
  changeConnection,
  createConnection,
  getConnection,
} from '../../../../../src/connectors/connections/contract.ts'
import { tryFolder, trySftp } from '../../../../../src/connectors/watched/contract.ts'
import { type ProblemError, useAction } from '../../../../api.ts'
import { useProblems } from '../../../../problems.ts'
import { Refused } from '../../../../staff/Refused.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { Form } from '../../../../ui/Dialog.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import { toast } from '../../../../ui/toast.ts'
import { type Draft, draftOf, folderSettings, newDraft, secretsOf, sftpSettings, type WatchKind } from './draft.ts'
import { TriedResult } from './TriedResult.tsx'
import { ServerFields, WatchFields } from './WatchFields.tsx'
import { useWatchWords } from './words.ts'

interface WatchFormProps {
  kind: WatchKind
  /** undefined: a new one */
  connection?: Connection
  onMade?(id: number): void
}

/** Where files lie, which, and when: for a new connection or one that is there. It can be tried before it is kept. */
export function WatchForm({ kind, connection, onMade }: WatchFormProps) {
  const words = useWatchWords()
  const { sentence, byField } = useProblems()
  const [draft, setDraft] = useState(() =>
    connection ? draftOf(kind, connection.name, connection.settings) : newDraft(kind),
  )
  const change = (part: Partial<Draft>) => setDraft((former) => ({ ...former, ...part }))
  const attempt = useAttempt(kind, connection, (hostKey) => change({ hostKey }))
  const settings = kind === 'sftp' ? sftpSettings(draft) : folderSettings(draft)
  const secrets = kind === 'sftp' ? secretsOf(draft) : undefined
  const make = useAction(createConnection, { onDone: ({ id }) => onMade?.(id) })
  const save = useAction(changeConnection, { refresh: [getConnection], onDone: () => toast.done(words.saved) })
  const error: ProblemError | null = make.error ?? save.error ?? attempt.error
  const keep = () => {
    const given = secrets ? { secrets } : {}
    if (connection)
      save.run({ params: { id: connection.id }, body: { version: connection.version, settings, ...given } })
    else make.run({ body: { kind, name: draft.name, settings, ...given } })
  }
  return (
    <div className="max-w-[640px]">
      <Form problems={byField(error)} onSubmit={keep}>
        {!connection && (
          <TextField
            label={words.name}
            name="name"
            value={draft.name}
            onChange={(name) => change({ name })}
            isRequired
            autoFocus
          />
        )}
        {kind === 'sftp' && <ServerFields draft={draft} onChange={change} isKept={connection !== undefined} />}
        <TextField
          label={words.folder}
          note={kind === 'sftp' ? words.remoteFolderNote : words.folderNote}
          name="settings.folder"
          value={draft.folder}
          onChange={(folder) => change({ folder })}
          isRequired
        />
        <WatchFields draft={draft} onChange={change} />
        {attempt.reply && (
          <TriedResult
            kind={kind}
            tried={attempt.reply}
            onLearn={(hostKey) => change({ hostKey })}
            known={draft.hostKey}
          />
        )}
        {error && <Refused>{sentence(error)}</Refused>}
        <p className="flex flex-wrap gap-2">
          <Button size="normal" isPending={attempt.pending} onPress={() => attempt.run(draft)}>
            {words.tryIt}
          </Button>
          <Button size="normal" kind="primary" type="submit" isPending={make.pending || save.pending}>
            {connection ? words.save : words.add}
          </Button>
        </p>
      </Form>
    </div>
  )
}

/**
 * Tries what is typed; a connection's kept secrets stand in for those left empty. The key of a server not known yet is
 * learnt from the try that showed it, not from whoever answers later.
 */
function useAttempt(kind: WatchKind, connection: Connection | undefined, onLearn: (hostKey: string) => void) {
  const folder = useAction(tryFolder)
  const sftp = useAction(trySftp, {
    onDone: ({ hostKey }, { body }) => {
      if (!body.settings.hostKey && hostKey) onLearn(hostKey)
    },
  })
  const used = kind === 'sftp' ? sftp : folder
  return {
    reply: used.reply,
    error: used.error,
    pending: used.pending,
    run: (draft: Draft) => {
      if (kind === 'folder') return folder.run({ body: { settings: folderSettings(draft) } })
      const kept = connection ? { connectionId: connection.id } : {}
      sftp.run({ body: { settings: sftpSettings(draft), secrets: secretsOf(draft) ?? {}, ...kept } })
    },
  }
}
