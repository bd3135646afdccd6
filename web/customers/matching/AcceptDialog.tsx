import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { acceptProposals, estimateAcceptance } from '../../../src/customers/contract.ts'
import { listJobs } from '../../../src/platform/jobs/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useProblems } from '../../problems.ts'
import { Checkbox, Select } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/toast.ts'
import { useMatchingWords } from './words.ts'

const steps = [0.9999, 0.999, 0.995, 0.99, 0.98, 0.95, 0.9]

export const stepText = (step: number) => String(Number((step * 100).toFixed(2)))

/** Joins everything above a chance, once it is said how many of it are likely to be wrong. */
export function AcceptDialog({ onClose }: { onClose(): void }) {
  const words = useMatchingWords()
  const said = words.accept
  const format = useFormat()
  const navigate = useNavigate()
  const { sentence } = useProblems()
  const [from, setFrom] = useState(0.999)
  const [isTicked, setTicked] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const estimate = useCall(estimateAcceptance, { query: { from } }, { staleTime: 0 })
  const accept = useAction(acceptProposals, {
    refresh: [listJobs],
    onDone: ({ jobId }) => {
      onClose()
      toast.accepted(said.started, { text: words.see, onGo: () => void navigate({ to: paths.job(jobId) }) })
    },
    onFailed: (error) => {
      setTicked(false)
      if (error.code === 'conflict') void estimate.refetch()
    },
  })
  const { pairs = 0, wrong = 0, most = 0 } = estimate.data ?? {}
  const choose = (step: number) => {
    setFrom(step)
    setTicked(false)
  }
  const send = () => {
    setAsked(true)
    if (isTicked && pairs > 0) accept.run({ body: { from, pairs } })
  }
  return (
    <FormDialog
      title={said.title}
      isOpen
      onClose={onClose}
      action={said.action}
      pending={accept.pending}
      problem={
        accept.error ? (
          <p role="alert" className="text-danger">
            {accept.error.code === 'conflict' ? said.more : sentence(accept.error)}
          </p>
        ) : null
      }
      onSubmit={send}
    >
      <Select<number>
        label={said.from}
        choices={steps.map((id) => ({ id, label: said.step(stepText(id)) }))}
        value={from}
        onChange={choose}
      />
      <div role="status" className="flex min-h-12 flex-col gap-1">
        {estimate.data && (
          <p className="text-body">
            {pairs === 0
              ? said.none
              : said.reckoning(
                  format.number(pairs),
                  format.decimal(wrong, 2),
                  format.decimal((1000 * wrong) / pairs, 2),
                )}
          </p>
        )}
        {pairs > most && <p>{said.most(format.number(most))}</p>}
      </div>
      <p className="text-ink-2">{said.wrong}</p>
      <p className="text-ink-2">{said.vetoed}</p>
      <Checkbox isSelected={isTicked} onChange={setTicked} isDisabled={pairs === 0} isInvalid={isAsked && !isTicked}>
        {said.tick}
      </Checkbox>
      {isAsked && !isTicked && pairs > 0 && (
        <p role="alert" className="text-small text-danger">
          {said.tickFirst}
        </p>
      )}
    </FormDialog>
  )
}
