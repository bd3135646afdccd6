import { type DeliveryTry, getDelivery } from '../../../src/connectors/deliveries/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Reading } from '../../ui/states.tsx'
import { pretty } from '../pretty.ts'
import { useWebhookOutWords } from './words.ts'

const part = 'flex flex-col gap-1.5 border-t border-rule py-3 first:border-t-0'
const text = 'max-h-60 overflow-auto rounded-2 bg-sunken p-2.5 text-note break-all whitespace-pre-wrap'

/** One message: what is said, and how each try went. */
export function DeliveryDialog(props: { connectionId: number; deliveryId: number; onClose(): void }) {
  const { connectionId, deliveryId, onClose } = props
  const words = useWebhookOutWords()
  const delivery = useCall(getDelivery, { params: { id: connectionId, deliveryId } })
  return (
    <Dialog
      title={words.details}
      isOpen
      onClose={onClose}
      width="wide"
      foot={
        <Button size="normal" onPress={onClose}>
          {words.kept}
        </Button>
      }
    >
      <Reading of={delivery} lines={5}>
        {({ messageId, body, attempts }) => (
          <>
            <div className={part}>
              <h3>{words.messageId}</h3>
              <p className="break-all">{messageId}</p>
            </div>
            <div className={part}>
              <h3>{words.body}</h3>
              <pre className={text}>{pretty(body)}</pre>
            </div>
            <div className={part}>
              <h3>{words.attempts}</h3>
              {attempts.length === 0 && <p className="text-ink-2">{words.noAttempts}</p>}
              <ul>
                {attempts.map((attempt) => (
                  <Attempt key={attempt.at} attempt={attempt} />
                ))}
              </ul>
            </div>
          </>
        )}
      </Reading>
    </Dialog>
  )
}

function Attempt({ attempt }: { attempt: DeliveryTry }) {
  const words = useWebhookOutWords()
  const format = useFormat()
  const { status, problem, milliseconds, excerpt } = attempt
  return (
    <li className="border-t border-rule py-2 first:border-t-0">
      <p className="flex flex-wrap gap-x-3">
        <time dateTime={attempt.at}>{format.dateTime(attempt.at)}</time>
        <b>{status ?? words.problems[problem ?? 'no-connection']}</b>
        <span className="text-ink-2">{words.milliseconds(milliseconds)}</span>
      </p>
      {excerpt !== '' && (
        <>
          <p className="text-note text-ink-2">{words.excerpt}</p>
          <pre className={text}>{excerpt}</pre>
        </>
      )}
    </li>
  )
}
