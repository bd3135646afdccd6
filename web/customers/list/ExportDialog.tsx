import { useState } from 'react'
import { getJob, type JobRunReply } from '../../../src/platform/jobs/contract.ts'
import { downloadExport, exportCustomers, type Selection as Selected } from '../../../src/segments/contract.ts'
import { addressOf, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { useProblems } from '../../problems.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Checkbox, Radio, RadioGroup } from '../../ui/Choice.tsx'
import { Dialog, FormDialog } from '../../ui/Dialog.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useListWords } from '../words.ts'
import type { ListFields } from './fields.ts'

interface ExportDialogProps {
  count: string
  selection: Selected
  fields: ListFields
  columns: readonly string[]
  sort: string
  onClose(): void
}

/** Columns that every file starts with: who the row is about. They are there without being asked for. */
const whoColumns = ['id', 'number', 'familyName', 'givenName', 'familyKana', 'givenKana', 'companyName']
const contactColumns = ['email', 'phone', 'postcode', 'prefecture', 'address']

/** Asks why, in which encoding and which columns; then shows the file being written. */
export function ExportDialog(props: ExportDialogProps) {
  const [jobId, setJobId] = useState<number | null>(null)
  return jobId === null ? <ExportForm {...props} onQueued={setJobId} /> : <ExportProgress {...props} jobId={jobId} />
}

function ExportForm({
  count,
  selection,
  fields,
  columns,
  sort,
  onClose,
  onQueued,
}: ExportDialogProps & { onQueued(id: number): void }) {
  const words = useListWords()
  const { sentence } = useProblems()
  const [reason, setReason] = useState('')
  const [encoding, setEncoding] = useState<'utf-8' | 'cp932'>('utf-8')
  const [contacts, setContacts] = useState(false)
  const exporting = useAction(exportCustomers, { onDone: ({ jobId }) => onQueued(jobId) })
  const known = (keys: readonly string[]) => keys.filter((key) => fields.get(key)?.isColumn)
  const hasContacts = known(contactColumns).length > 0
  const submit = () => {
    const chosen = [...new Set([...known(columns), ...(contacts ? known(contactColumns) : [])])]
    const headings = Object.fromEntries([...whoColumns, ...chosen].map((key) => [key, fields.name(key)]))
    exporting.run({ body: { selection, columns: chosen, sort, encoding, headings, reason: reason.trim() } })
  }
  return (
    <FormDialog
      title={words.exporting.title(count)}
      isOpen
      onClose={onClose}
      action={words.exporting.action}
      pending={exporting.pending}
      problem={exporting.error && <Notice tone="danger">{sentence(exporting.error)}</Notice>}
      onSubmit={submit}
    >
      <TextField
        label={words.exporting.reason}
        note={words.exporting.reasonHint}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={500}
      />
      <RadioGroup
        label={words.exporting.encoding}
        value={encoding}
        onChange={(value) => setEncoding(value === 'cp932' ? 'cp932' : 'utf-8')}
      >
        <Radio value="utf-8" note={words.exporting.utf8Note}>
          {words.exporting.utf8}
        </Radio>
        <Radio value="cp932" note={words.exporting.cp932Note}>
          {words.exporting.cp932}
        </Radio>
      </RadioGroup>
      <div>
        <p className="text-dense font-bold">{words.exporting.columns}</p>
        <p className="text-note text-ink-2">{words.exporting.columnsNote}</p>
        {hasContacts && (
          <Checkbox isSelected={contacts} onChange={setContacts}>
            {words.exporting.contacts}
          </Checkbox>
        )}
      </div>
    </FormDialog>
  )
}

function ExportProgress({ count, jobId, onClose }: ExportDialogProps & { jobId: number }) {
  const words = useListWords()
  const format = useFormat()
  const underWay = (status: string | undefined) => status === undefined || status === 'queued' || status === 'running'
  const interval = (reply: JobRunReply | undefined) => (underWay(reply?.status) ? 700 : false)
  const job = useCall(getJob, { params: { id: jobId } }, { interval }).data
  const isOver = !underWay(job?.status)
  const ok = job?.status === 'done' || job?.status === 'partial'
  const lost = (job?.result?.unmappable ?? []) as { character: string; codePoint: string; count: number }[]
  return (
    <Dialog
      title={words.exporting.title(count)}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button size="normal" onPress={onClose}>
            {words.exporting.close}
          </Button>
          {ok && (
            <a
              className={buttonClass({ kind: 'primary', size: 'normal' })}
              href={addressOf(downloadExport, { params: { id: jobId } } as never)}
              download
            >
              {words.exporting.download}
            </a>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3 py-2" aria-live="polite">
        {!isOver && (
          <Progress
            label={words.exporting.working}
            share={job?.total ? job.done / job.total : undefined}
            detail={job?.total ? `${format.number(job.done)} / ${format.number(job.total)}` : words.exporting.working}
          />
        )}
        {ok && <p className="text-body">{words.exporting.done(format.number(Number(job.result?.rows ?? job.done)))}</p>}
        {ok && job.expiresAt && <p className="text-ink-2">{words.exporting.until(format.dateTime(job.expiresAt))}</p>}
        {ok && lost.length > 0 && (
          <Notice tone="warn">
            {words.exporting.unmappable(format.number(lost.length))}{' '}
            {lost
              .slice(0, 20)
              .map(({ character }) => character)
              .join(' ')}
          </Notice>
        )}
        {isOver && !ok && <Notice tone="danger">{words.exporting.failed}</Notice>}
      </div>
    </Dialog>
  )
}
