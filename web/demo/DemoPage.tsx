import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { emptyDemo, readDemo } from '../../src/demo/contract.ts'
import { useAction, useCall } from '../api.ts'
import { paths } from '../paths.ts'
import { useProblems } from '../problems.ts'
import { useSession } from '../session.ts'
import { SettingsPage } from '../settings/SettingsPage.tsx'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, Form } from '../ui/Dialog.tsx'
import { Reading } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.ts'
import { useWords } from '../words.ts'
import { LoadDemo } from './LoadDemo.tsx'
import { useDemoWords } from './words.ts'

/** The demo shop in this installation: to look at, and to remove before one's own customers come in. */
export function DemoPage() {
  const words = useDemoWords()
  const navigate = useNavigate()
  const demo = useCall(readDemo, {})
  const [asking, setAsking] = useState(false)
  const running = demo.data?.loading?.status === 'running' || demo.data?.loading?.status === 'queued'
  return (
    <SettingsPage name="demo">
      <div className="flex max-w-2xl flex-col items-start gap-4 border-t-2 border-ink-rule pt-5 *:max-w-full">
        <Reading of={demo} lines={2}>
          {(data) =>
            data.isLoaded && !running ? (
              <>
                <p className="text-body">{words.isLoaded(data.customers)}</p>
                <Button size="normal" onPress={() => setAsking(true)}>
                  {words.remove}
                </Button>
              </>
            ) : (
              <>
                <p className="text-body">{words.why}</p>
                <LoadDemo onReady={() => void navigate({ to: paths.analysis() })} />
              </>
            )
          }
        </Reading>
      </div>
      {asking && <RemoveDialog onClose={() => setAsking(false)} />}
    </SettingsPage>
  )
}

/** Asks for the company's name, typed: this cannot be undone. */
function RemoveDialog({ onClose }: { onClose(): void }) {
  const words = useDemoWords()
  const { verbs } = useWords()
  const { company } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { sentence, byField } = useProblems()
  const [name, setName] = useState('')
  const remove = useAction(emptyDemo, {
    onDone: async () => {
      onClose()
      await navigate({ to: paths.imports() })
      toast.done(words.removed)
      await client.invalidateQueries()
    },
  })
  const problems = byField(remove.error)
  return (
    <Dialog title={words.removeTitle} isOpen onClose={onClose} width="narrow" isDismissable={false} alert>
      <Form onSubmit={() => remove.run({ body: { companyName: name } })} problems={problems}>
        <div className="flex flex-col gap-3 text-body">
          <ul className="list-disc pl-5">
            {words.removeWhat.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p>{words.stays}</p>
          <p className="font-bold">{words.noWayBack}</p>
        </div>
        <TextField
          label={words.typeName(company.name)}
          name="companyName"
          autoComplete="off"
          value={name}
          onChange={setName}
          isRequired
        />
        {remove.error && Object.keys(problems).length === 0 && (
          <div role="alert">
            <Notice tone="danger">{sentence(remove.error)}</Notice>
          </div>
        )}
        <footer className="flex flex-wrap justify-end gap-2 py-2">
          <Button size="normal" onPress={onClose}>
            {verbs.cancel}
          </Button>
          <Button size="normal" kind="danger" type="submit" isPending={remove.pending}>
            {words.remove}
          </Button>
        </footer>
      </Form>
    </Dialog>
  )
}
