import { useState } from 'react'
import { type Connection, changeConnection, getConnection } from '../../../src/connectors/connections/contract.ts'
import {
  guessRule,
  listMessages,
  type MessageKind,
  previewMessage,
  type ReceivedMessage,
  readMessage,
  type WebhookRule,
} from '../../../src/connectors/hooks/contract.ts'
import { call, useAction, useCall } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.ts'
import { pretty } from '../pretty.ts'
import { Previewed } from './Previewed.tsx'
import { Rule } from './Rule.tsx'
import { type Place, placesIn, readSample } from './sample.ts'
import { useHookWords } from './words.ts'

const firstRule: WebhookRule = { kind: 'orders', when: null, fields: {}, changedAt: '', statuses: {} }

const isEmpty = ({ fields, changedAt }: WebhookRule): boolean => Object.keys(fields).length === 0 && changedAt === ''

/** What stands where in a message: from a sample, place by place, with what would come of it before it is saved. */
export function Mapping({ connection }: { connection: Connection }) {
  const words = useHookWords()
  const { sentence } = useProblems()
  const saved = (connection.settings.rules ?? []) as WebhookRule[]
  const [rules, setRules] = useState<WebhookRule[]>(saved.length > 0 ? saved : [firstRule])
  const [text, setText] = useState('')
  const [guessed, setGuessed] = useState(0)
  const sample = readSample(text)
  const places = placesIn(sample)
  const { id, version } = connection
  const last = useCall(listMessages, { params: { id }, query: { limit: 1 } }, { interval: () => 5_000 }).data?.items[0]
  const preview = useAction(previewMessage, { onFailed: (error) => toast.failed(sentence(error)) })
  const save = useAction(changeConnection, {
    refresh: [getConnection],
    onDone: () => toast.done(words.mappingSaved),
    onFailed: (error) => toast.failed(sentence(error)),
  })
  const change = (place: number, rule: WebhookRule | null) => {
    preview.forget()
    setRules(rule ? rules.with(place, rule) : rules.toSpliced(place, 1))
    if (rule && rule.kind !== rules[place]?.kind) void guess(place, places, rule.kind)
  }
  const take = (sampled: string) => {
    setText(sampled)
    const empty = rules.findIndex(isEmpty)
    if (empty >= 0) void guess(empty, placesIn(readSample(sampled)))
  }
  /** Chooses for a rule in which nobody has chosen yet what the names in the sample say. */
  async function guess(place: number, sampled: Place[], kind?: MessageKind) {
    const paths = sampled.map(({ path }) => path).filter((path) => path.length <= 200)
    if (paths.length === 0) return
    try {
      const meant = await call(guessRule, { body: { paths, ...(kind ? { kind } : {}) } })
      const isMeant = (rule: WebhookRule, at: number) =>
        at === place && isEmpty(rule) && (kind === undefined || rule.kind === kind)
      setRules((now) => now.map((rule, at) => (isMeant(rule, at) ? { ...rule, ...meant } : rule)))
      setGuessed(Object.keys(meant.fields).length)
    } catch (error) {
      toast.failed(sentence(error))
    }
  }
  return (
    <Section title={words.mapping} note={words.mappingNote}>
      <div className="flex flex-col gap-5 py-2">
        {saved.length === 0 && last && <Notice tone="warn">{words.undecided}</Notice>}
        <Sample connectionId={id} last={last} text={text} onChange={take} />
        {text.trim() !== '' && sample === undefined && <Notice tone="warn">{words.unreadable}</Notice>}
        {guessed > 0 && <p role="status">{words.guessed(guessed)}</p>}
        {rules.map((rule, place) => (
          <Rule
            key={place}
            title={words.rule(place + 1)}
            rule={rule}
            places={places}
            onChange={(changed) => change(place, changed)}
            {...(rules.length > 1 ? { onRemove: () => change(place, null) } : {})}
          />
        ))}
        <div className="flex flex-wrap gap-2">
          {rules.length < 10 && <Button onPress={() => setRules([...rules, firstRule])}>{words.addRule}</Button>}
          <Button
            isDisabled={sample === undefined}
            isPending={preview.pending}
            onPress={() => preview.run({ params: { id }, body: { rules, body: text } })}
          >
            {words.preview}
          </Button>
          <Button
            kind="primary"
            isPending={save.pending}
            onPress={() => save.run({ params: { id }, body: { version, settings: { rules } } })}
          >
            {words.saveMapping}
          </Button>
        </div>
        {preview.reply && (
          <Previewed
            reply={preview.reply}
            onStatus={(word, status) => {
              preview.forget()
              setRules(rules.map((rule) => ({ ...rule, statuses: { ...rule.statuses, [word]: status } })))
            }}
          />
        )}
        {saved.length === 0 && <p className="text-note text-ink-2">{words.replayIgnored}</p>}
      </div>
    </Section>
  )
}

interface SampleProps {
  connectionId: number
  last: ReceivedMessage | undefined
  text: string
  onChange(text: string): void
}

/** A message that came, or what is pasted. */
function Sample(props: SampleProps) {
  const { connectionId, last, text, onChange } = props
  const words = useHookWords()
  const { sentence } = useProblems()
  async function useLast(message: number) {
    try {
      onChange(pretty((await call(readMessage, { params: { id: connectionId, message } })).body))
    } catch (error) {
      toast.failed(sentence(error))
    }
  }
  return (
    <div className="flex max-w-[46em] flex-col gap-2">
      <TextArea label={words.sample} note={words.sampleNote} value={text} onChange={onChange} rows={6} />
      <div>
        <Button isDisabled={!last} onPress={() => last && void useLast(last.id)}>
          {last ? words.useLast : words.nothingCame}
        </Button>
      </div>
    </div>
  )
}
