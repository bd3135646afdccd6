import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { createTag, listTags } from '../../../src/customers/contract.ts'
import { listCustomers, type Selection as Selected, tagCustomers } from '../../../src/segments/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { Checkbox, CheckboxGroup } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { useListWords } from '../words.ts'

interface TagDialogProps {
  count: string
  selection: Selected
  removes: boolean
  onClose(): void
  onDone(): void
}

/** Puts tags on everyone selected, or takes them off; runs in the background. */
export function TagDialog({ count, selection, removes, onClose, onDone }: TagDialogProps) {
  const words = useListWords()
  const navigate = useNavigate()
  const { sentence } = useProblems()
  const tags = useCall(listTags, {}).data?.items ?? []
  const [chosen, setChosen] = useState<string[]>([])
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const create = useAction(createTag, { refresh: [listTags] })
  const tag = useAction(tagCustomers, { refresh: [listCustomers] })

  async function submit() {
    const isNew = !removes && name.trim() !== ''
    if (chosen.length === 0 && !isNew) return setProblem(words.tagging.none)
    try {
      const made = isNew ? [(await create.ask({ body: { name: name.trim() } })).id] : []
      const ids = [...chosen.map(Number), ...made]
      const { jobId } = await tag.ask({ body: removes ? { selection, remove: ids } : { selection, add: ids } })
      toast.accepted(words.tagging.accepted(count), {
        text: words.exporting.show,
        onGo: () => void navigate({ to: paths.job(jobId) }),
      })
      onClose()
      onDone()
    } catch (error) {
      setProblem(sentence(error))
    }
  }

  return (
    <FormDialog
      title={removes ? words.tagging.untitle(count) : words.tagging.title(count)}
      isOpen
      onClose={onClose}
      width="narrow"
      action={removes ? words.tagging.remove : words.tagging.add}
      pending={create.pending || tag.pending}
      problem={
        problem && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )
      }
      onSubmit={() => void submit()}
    >
      {tags.length > 0 && (
        <CheckboxGroup label={words.tagging.tag} value={chosen} onChange={setChosen}>
          <span className="flex max-h-60 flex-col gap-1 overflow-auto">
            {tags.map((one) => (
              <Checkbox key={one.id} value={String(one.id)}>
                {one.name}
              </Checkbox>
            ))}
          </span>
        </CheckboxGroup>
      )}
      {!removes && (
        <TextField
          label={words.tagging.newTag}
          note={tags.length > 0 ? words.tagging.or : undefined}
          value={name}
          onChange={setName}
          maxLength={50}
        />
      )}
    </FormDialog>
  )
}
