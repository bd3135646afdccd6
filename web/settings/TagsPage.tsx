import { useState } from 'react'
import { changeTag, createTag, listTags } from '../../src/customers/contract.ts'
import { type ReplyOf, useAction, useCall } from '../api.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { EntryDialog, Register } from './Register.tsx'
import { useSettingsWords } from './words.ts'

type Tag = ReplyOf<typeof listTags>['items'][number]

export function TagsPage() {
  const words = useSettingsWords()
  const tags = useCall(listTags, {})
  return (
    <Register<Tag>
      page="tags"
      rows={tags.data?.items}
      error={tags.error}
      onRetry={() => void tags.refetch()}
      words={words.tags}
      columns={[]}
      form={(tag, close) => <Entry tag={tag} onClose={close} />}
    />
  )
}

function Entry({ tag, onClose }: { tag: Tag | null; onClose(): void }) {
  const words = useSettingsWords()
  const [name, setName] = useState(tag?.name ?? '')
  const outcome = {
    refresh: [listTags],
    onDone: () => {
      toast.done(tag ? words.saved : words.added(name))
      onClose()
    },
  }
  const add = useAction(createTag, outcome)
  const change = useAction(changeTag, outcome)
  return (
    <EntryDialog
      title={tag ? words.tags.edit(tag.name) : words.tags.add}
      isNew={!tag}
      pending={add.pending || change.pending}
      error={add.error ?? change.error}
      onClose={onClose}
      onSubmit={() => (tag ? change.run({ params: { id: tag.id }, body: { name } }) : add.run({ body: { name } }))}
    >
      <TextField
        label={words.name}
        {...(tag ? { note: words.tags.renameNote } : {})}
        name="name"
        value={name}
        onChange={setName}
        isRequired
        autoFocus
      />
    </EntryDialog>
  )
}
