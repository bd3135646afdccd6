import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { loadDemo, type Obstacle, readDemo } from '../../src/demo/contract.ts'
import { type ReplyOf, useAction, useCall } from '../api.ts'
import { useProblems } from '../problems.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Progress } from '../ui/Progress.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { useDemoWords } from './words.ts'

const isUnderWay = (reply: ReplyOf<typeof readDemo> | undefined) =>
  reply?.loading?.status === 'queued' || reply?.loading?.status === 'running'

/** Loads the demo shop into this installation and shows how far it is; `onReady` when one watched here is there. */
export function LoadDemo({ onReady }: { onReady(): void }) {
  const words = useDemoWords()
  const { sentence } = useProblems()
  const client = useQueryClient()
  const demo = useCall(readDemo, {}, { interval: (reply) => (isUnderWay(reply) ? 700 : false), staleTime: 0 })
  const load = useAction(loadDemo, { refresh: [readDemo] })
  const running = isUnderWay(demo.data)
  const watched = useRef(false)
  const ready = useEffectEvent(() => {
    // everything that was read before was of an empty shop
    void client.invalidateQueries().then(onReady)
  })
  useEffect(() => {
    if (watched.current && !running && demo.data?.isLoaded) ready()
    watched.current = running
  }, [running, demo.data])

  if (!demo.data) {
    return demo.isError ? <ErrorState error={demo.error} onRetry={() => void demo.refetch()} /> : <Loading lines={1} />
  }
  const { obstacles, loading } = demo.data
  if (running && loading) return <Preparing percent={loading.done} />
  return (
    <div className="flex flex-col items-start gap-3">
      {loading?.status === 'failed' && obstacles.length > 0 && <Notice tone="warn">{words.cameFirst}</Notice>}
      {loading?.status === 'failed' && obstacles.length === 0 && <Notice tone="danger">{words.failed}</Notice>}
      {obstacles.length > 0 ? (
        <InTheWay obstacles={obstacles} />
      ) : (
        <Button size="normal" isPending={load.pending} onPress={() => load.run({ body: {} })}>
          {words.look}
        </Button>
      )}
      {load.error && (
        <div role="alert">
          <Notice tone="danger">{sentence(load.error)}</Notice>
        </div>
      )}
    </div>
  )
}

/** Per cent at which all customers are written, as the server counts. */
const ranksFrom = 35

function Preparing({ percent }: { percent: number }) {
  const words = useDemoWords()
  return (
    <div role="status" className="flex max-w-xl flex-col gap-1.5">
      <Progress label={words.preparing} share={percent / 100} detail={words.share(percent)} />
      <p className="text-note text-ink-2">
        {percent < ranksFrom ? words.steps.people : words.steps.ranks}　{words.leaveFreely}
      </p>
    </div>
  )
}

function InTheWay({ obstacles }: { obstacles: Obstacle[] }) {
  const words = useDemoWords()
  return (
    <Notice tone="quiet" glyph="none">
      {words.obstacles(obstacles.map((name) => words.obstacleNames[name]).join(words.and))}
    </Notice>
  )
}
