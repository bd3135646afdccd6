import type { Connection } from '../../../src/connectors/connections/contract.ts'
import { useMay } from '../../session.ts'
import { Inbox } from './Inbox.tsx'
import { Mapping } from './Mapping.tsx'
import { NewHook } from './NewHook.tsx'
import { SetUp } from './SetUp.tsx'
import { useHookWords } from './words.ts'

export function NewWebhook({ onMade }: { onMade(id: number): void }) {
  return <NewHook kind="webhook" firstName="" settings={{ rules: [] }} onMade={onMade} />
}

export function Webhook({ connection }: { connection: Connection }) {
  const words = useHookWords()
  const may = useMay()
  return (
    <>
      <SetUp connection={connection} steps={words.webhookSteps} remakes={words.remakeEffects} />
      {may('connections.write') && <Mapping connection={connection} />}
      <Inbox connectionId={connection.id} />
    </>
  )
}
