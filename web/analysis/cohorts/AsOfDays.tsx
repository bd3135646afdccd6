import { useEffect, useState } from 'react'
import { listCohortDays, recountCohorts } from '../../../src/analysis/cohorts/contract.ts'
import { getJob } from '../../../src/platform/jobs/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { isUnderWay, JobProgress } from '../../jobs/JobProgress.tsx'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Choice.tsx'
import { DatePicker } from '../../ui/DateField.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useCohortWords } from './words.ts'

interface AsOfDaysProps {
  /** undefined: the latest night */
  asOf: string | undefined
  onChange(asOf: string | undefined): void
}

/** As of which day figures are shown, and counting as of another one. */
export function AsOfDays({ asOf, onChange }: AsOfDaysProps) {
  const words = useCohortWords()
  const format = useFormat()
  const may = useMay()
  const days = useCall(listCohortDays, {}).data?.items ?? []
  const latest = days.find(({ isCurrent }) => isCurrent)
  const choices = days.map((day) => ({
    id: day.asOf,
    label: day.isCurrent ? words.latest(format.day(day.asOf)) : format.day(day.asOf),
  }))
  return (
    <span className="flex flex-wrap items-center gap-2">
      {choices.length > 0 && (
        <span className="w-44">
          <Select
            label={words.day}
            hideLabel
            size="dense"
            choices={choices}
            value={asOf ?? latest?.asOf ?? null}
            onChange={(day) => onChange(day === latest?.asOf ? undefined : day)}
          />
        </span>
      )}
      {may('analysis.write') && <Recount today={latest?.computedAt} onCounted={onChange} />}
    </span>
  )
}

function Recount({ today, onCounted }: { today: string | undefined; onCounted(asOf: string): void }) {
  const words = useCohortWords()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const [day, setDay] = useState<string | null>(null)
  const [jobId, setJobId] = useState<number | null>(null)
  const start = useAction(recountCohorts, { onDone: (reply) => setJobId(reply.jobId) })
  const job = useCall(
    getJob,
    { params: { id: jobId ?? 0 } },
    { enabled: jobId !== null, interval: (run) => (run === undefined || isUnderWay(run) ? 500 : false) },
  ).data
  const days = useCall(listCohortDays, {}, { enabled: false })
  const status = jobId === null ? undefined : job?.status
  useEffect(() => {
    if (status === undefined || status === 'queued' || status === 'running') return
    setJobId(null)
    if (status !== 'done') return toast.failed(words.recountFailed)
    void days.refetch()
    setOpen(false)
    if (day === null) return
    toast.done(words.recounted(format.day(day)))
    onCounted(day)
    // once, when the job has ended
    // oxlint-disable-next-line react/exhaustive-deps
  }, [status])
  const max = today ? format.dayOf(today) : undefined
  return (
    <Popover
      label={words.recountTitle}
      isOpen={open}
      onOpenChange={setOpen}
      trigger={<Button kind="quiet">{words.recount}</Button>}
    >
      <Form
        onSubmit={(event) => {
          event.preventDefault()
          if (day !== null) start.run({ body: { asOf: day } })
        }}
      >
        <div className="flex w-72 max-w-full flex-col gap-3">
          <DatePicker
            label={words.recountOn}
            note={words.recountNote}
            value={day}
            onChange={setDay}
            isRequired
            {...(max ? { max } : {})}
          />
          {start.error && <p className="text-danger">{words.tooLate}</p>}
          {jobId !== null && job && <JobProgress job={job} />}
          <Button kind="primary" type="submit" isDisabled={day === null} isPending={start.pending || jobId !== null}>
            {words.recountStart}
          </Button>
        </div>
      </Form>
    </Popover>
  )
}

/** Nothing counted as of the day in the address. */
export function NotCounted({ asOf, onLatest }: { asOf: string; onLatest(): void }) {
  const words = useCohortWords()
  const format = useFormat()
  return (
    <EmptyState
      title={`${format.day(asOf)} ${words.notCounted}`}
      action={<Button onPress={onLatest}>{words.toLatest}</Button>}
    >
      {words.notCountedWhy}
    </EmptyState>
  )
}
