import { X } from 'lucide-react'
import { createContext, type FormEvent, type MouseEvent, type ReactNode, use, useState } from 'react'
import { Dialog as AriaDialog, Form as AriaForm, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { flushSync } from 'react-dom'
import { Button } from './Button.tsx'
import { Checkbox } from './Choice.tsx'
import { classes } from './classes.ts'
import { useUiWords } from './words.ts'

const InsideDialog = createContext(false)

interface DialogProps {
  title: string
  isOpen: boolean
  onClose(): void
  children: ReactNode
  /** buttons at the foot, the primary one last */
  foot?: ReactNode
  width?: 'narrow' | 'normal' | 'wide'
  /** an unsaved text inside: a press outside does not close */
  isDismissable?: boolean
  alert?: boolean
}

const widths = { narrow: 'max-w-md', normal: 'max-w-xl', wide: 'max-w-4xl' }

/** A surface that must be answered. There is never a dialog on a dialog. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  foot,
  width = 'normal',
  isDismissable = true,
  alert = false,
}: DialogProps) {
  const words = useUiWords()
  if (use(InsideDialog)) throw new Error('a dialog on a dialog')
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
      className="fixed inset-0 z-50 flex items-end justify-center bg-[rgb(0_0_0/0.35)] tablet:items-start tablet:px-4 tablet:pt-[10vh]"
    >
      <Modal
        className={classes(
          'w-full rounded-t-3 border border-rule-2 bg-sheet shadow-bar tablet:rounded-3',
          widths[width],
        )}
      >
        <AriaDialog
          role={alert ? 'alertdialog' : 'dialog'}
          className="flex max-h-[88vh] flex-col outline-none tablet:max-h-[80vh]"
        >
          <InsideDialog value={true}>
            <header className="flex items-center gap-4 px-4 pt-4 pb-2 tablet:px-6 tablet:pt-5">
              <Heading slot="title" className="text-h2">
                {title}
              </Heading>
              <span className="ml-auto">
                <Button kind="quiet" icon aria-label={words.close} onPress={onClose}>
                  <X aria-hidden size={18} strokeWidth={1.5} />
                </Button>
              </span>
            </header>
            <div className="min-h-0 flex-1 scroll-pb-16 overflow-auto px-4 py-2 tablet:px-6">{children}</div>
            {foot && (
              <footer className="flex flex-wrap justify-end gap-2 px-4 pt-3 pb-4 tablet:px-6 tablet:pb-5">
                {foot}
              </footer>
            )}
          </InsideDialog>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface FormDialogProps extends Omit<DialogProps, 'foot'> {
  /** a verb: 追加, 保存 */
  action: string
  pending: boolean
  /** field path → sentence, from the server */
  problems?: Record<string, string>
  /** what is wrong with the whole, said above the buttons */
  problem?: ReactNode
  onSubmit(event: FormEvent<HTMLFormElement>): void
}

/** A dialog around one form: Enter saves, the button is never disabled to signal an error. */
export function FormDialog({ action, pending, problems, problem, onSubmit, children, ...rest }: FormDialogProps) {
  const words = useUiWords()
  return (
    <Dialog {...rest}>
      <Form onSubmit={onSubmit} {...(problems ? { problems } : {})}>
        {children}
        {/* in reach, and in sight, however long the form is */}
        <footer className="sticky -bottom-2 z-2 flex flex-col gap-4 bg-sheet py-2">
          {problem}
          <div className="flex justify-end gap-2">
            <Button size="normal" onPress={rest.onClose}>
              {words.cancel}
            </Button>
            <Button size="normal" kind="primary" type="submit" isPending={pending}>
              {action}
            </Button>
          </div>
        </footer>
      </Form>
    </Dialog>
  )
}

interface FormProps {
  onSubmit(event: FormEvent<HTMLFormElement>): void
  problems?: Record<string, string>
  children: ReactNode
  id?: string
}

/** Fields one under the other; what the server refused is shown at its field by name. */
export function Form({ onSubmit, problems, children, id }: FormProps) {
  const [tried, setTried] = useState<Record<string, string>>()
  // The browser holds a form back while a field has an error. One the server found is over when it is asked again.
  const askAgain = (event: MouseEvent) => {
    const pressed = event.target instanceof Element ? event.target.closest('button') : null
    if (pressed?.type === 'submit') flushSync(() => setTried(problems))
  }
  return (
    <AriaForm
      {...(id ? { id } : {})}
      validationErrors={problems && problems !== tried ? problems : {}}
      className="flex flex-col gap-5"
      onClickCapture={askAgain}
      onMouseDownCapture={stayStill}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(event)
      }}
    >
      {children}
    </AriaForm>
  )
}

/** A field that loses the focus drops its error, and the button would move from under the pointer before its release. */
function stayStill(event: MouseEvent): void {
  const pressed = event.target instanceof Element ? event.target.closest('button') : null
  if (pressed?.type === 'submit') event.preventDefault()
}

interface ConfirmDialogProps {
  /** names the object: 「顧客「柏木 由美子」の削除」 */
  title: string
  isOpen: boolean
  onClose(): void
  /** what happens besides, one line each */
  effects?: ReactNode[]
  children?: ReactNode
  /** the red verb: 削除 */
  action: string
  pending?: boolean
  /** for great effects: a sentence to tick first */
  tick?: string
  onConfirm(): void
}

/** Asks before what cannot be undone; whatever can be undone is done without asking. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  // unmounted when closed: a tick given once is not given for the next one
  return props.isOpen ? <Confirmation {...props} /> : null
}

function Confirmation({
  title,
  isOpen,
  onClose,
  effects = [],
  children,
  action,
  pending = false,
  tick,
  onConfirm,
}: ConfirmDialogProps) {
  const words = useUiWords()
  const [ticked, setTicked] = useState(false)
  const [unticked, setUnticked] = useState(false)
  const confirm = () => (tick && !ticked ? setUnticked(true) : onConfirm())
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      width="narrow"
      alert
      foot={
        <>
          <Button size="normal" onPress={onClose}>
            {words.cancel}
          </Button>
          <Button size="normal" kind="danger" isPending={pending} onPress={confirm}>
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-body">
        {children}
        {effects.length > 0 && (
          <ul className="list-disc pl-5">
            {effects.map((effect, index) => (
              <li key={index}>{effect}</li>
            ))}
          </ul>
        )}
        <p className="font-bold">{words.noWayBack}</p>
        {tick && (
          <Checkbox isSelected={ticked} onChange={setTicked} isInvalid={unticked && !ticked}>
            {tick}
          </Checkbox>
        )}
        {unticked && !ticked && (
          <p role="alert" className="text-small text-danger">
            {words.tickFirst}
          </p>
        )}
      </div>
    </Dialog>
  )
}
