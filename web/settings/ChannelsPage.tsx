import { useState } from 'react'
import { changeChannel, channelKinds, createChannel, listChannels } from '../../src/customers/contract.ts'
import { type ReplyOf, useAction, useCall } from '../api.ts'
import { Select } from '../ui/Choice.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { EntryDialog, Register } from './Register.tsx'
import { useSettingsWords } from './words.ts'

type Channel = ReplyOf<typeof listChannels>['items'][number]

export function ChannelsPage() {
  const words = useSettingsWords()
  const channels = useCall(listChannels, {})
  return (
    <Register<Channel>
      page="channels"
      rows={channels.data?.items}
      error={channels.error}
      onRetry={() => void channels.refetch()}
      words={words.channels}
      columns={[
        { key: 'kind', heading: words.channels.kind, render: (channel) => words.channels.kinds[channel.kind] },
        { key: 'code', heading: words.code, render: (channel) => channel.code },
      ]}
      form={(channel, close) => <Entry channel={channel} onClose={close} />}
    />
  )
}

function Entry({ channel, onClose }: { channel: Channel | null; onClose(): void }) {
  const words = useSettingsWords()
  const [name, setName] = useState(channel?.name ?? '')
  const [code, setCode] = useState(channel?.code ?? '')
  const [kind, setKind] = useState<Channel['kind']>(channel?.kind ?? 'ec')
  const outcome = {
    refresh: [listChannels],
    onDone: () => {
      toast.done(channel ? words.saved : words.added(name))
      onClose()
    },
  }
  const add = useAction(createChannel, outcome)
  const change = useAction(changeChannel, outcome)
  const save = () =>
    channel ? change.run({ params: { id: channel.id }, body: { name, kind } }) : add.run({ body: { name, code, kind } })
  return (
    <EntryDialog
      title={channel ? words.channels.edit(channel.name) : words.channels.add}
      isNew={!channel}
      pending={add.pending || change.pending}
      error={add.error ?? change.error}
      hints={{ code: words.codeWrong }}
      onClose={onClose}
      onSubmit={save}
    >
      <TextField label={words.name} name="name" value={name} onChange={setName} isRequired autoFocus />
      <Select<Channel['kind']>
        label={words.channels.kind}
        choices={channelKinds.map((id) => ({ id, label: words.channels.kinds[id] }))}
        value={kind}
        onChange={setKind}
      />
      {!channel && (
        <TextField label={words.code} note={words.codeNote} name="code" value={code} onChange={setCode} isRequired />
      )}
    </EntryDialog>
  )
}
