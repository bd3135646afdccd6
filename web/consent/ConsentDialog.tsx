import { useState } from 'react'
import { consentChannels, consentPurposes, heardVias, listConsents, recordConsent } from '../../src/consent/contract.ts'
import { useAction } from '../api.ts'
import { useProblems } from '../problems.ts'
import { type Choice, Radio, RadioGroup, Select } from '../ui/Choice.tsx'
import { FormDialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { useConsentWords } from './words.ts'

/** Writes down what a customer said, while they say it. */
export function ConsentDialog({ customerId, onClose }: { customerId: number; onClose(): void }) {
  const words = useConsentWords()
  const { sentence } = useProblems()
  const { dialog } = words
  const [channel, setChannel] = useState<(typeof consentChannels)[number]>('mail')
  const [purpose, setPurpose] = useState<(typeof consentPurposes)[number]>('promotion')
  const [answer, setAnswer] = useState<'granted' | 'refused' | null>(null)
  const [via, setVia] = useState<(typeof heardVias)[number]>('phone')
  const [remark, setRemark] = useState('')
  const recording = useAction(recordConsent, {
    refresh: [listConsents],
    onDone: () => {
      toast.done(words.saved)
      onClose()
    },
  })
  const save = () => {
    if (answer === null) return
    recording.run({
      params: { customerId },
      body: { channel, purpose, isGranted: answer === 'granted', via, remark },
    })
  }
  return (
    <FormDialog
      title={dialog.title}
      isOpen
      onClose={onClose}
      isDismissable={false}
      action={dialog.save}
      pending={recording.pending}
      problem={
        recording.error ? (
          <p role="alert" className="text-danger">
            {sentence(recording.error)}
          </p>
        ) : null
      }
      onSubmit={save}
    >
      <div className="grid gap-4 tablet:grid-cols-2">
        <Select
          label={dialog.channel}
          choices={choicesOf(consentChannels, words.channels)}
          value={channel}
          onChange={(value) => setChannel(value)}
        />
        <Select
          label={dialog.purpose}
          choices={choicesOf(consentPurposes, words.purposes)}
          value={purpose}
          onChange={(value) => setPurpose(value)}
        />
      </div>
      <RadioGroup
        label={dialog.decision}
        value={answer}
        onChange={(value) => setAnswer(value as 'granted' | 'refused')}
        isRequired
      >
        <Radio value="granted">{dialog.granted}</Radio>
        <Radio value="refused">{dialog.refused}</Radio>
      </RadioGroup>
      <Select
        label={dialog.via}
        choices={choicesOf(heardVias, words.vias)}
        value={via}
        onChange={(value) => setVia(value)}
      />
      <TextField label={dialog.remark} note={dialog.remarkNote} value={remark} onChange={setRemark} maxLength={1000} />
    </FormDialog>
  )
}

const choicesOf = <Id extends string>(ids: readonly Id[], names: Record<Id, string>): Choice<Id>[] =>
  ids.map((id) => ({ id, label: names[id] }))
