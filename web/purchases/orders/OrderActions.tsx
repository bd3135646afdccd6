import {
  cancelOrder,
  countOrders,
  getOrder,
  listOrders,
  type OrderReply,
  restoreOrder,
  returnOrder,
} from '../../../src/purchases/contract.ts'
import { useAction } from '../../api.ts'
import { useProblems } from '../../problems.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/toast.ts'
import { useOrderWords } from '../words.ts'

/** Cancels an order or takes it back, without asking: either can be undone, at once or later. */
export function OrderActions({ order }: { order: OrderReply }) {
  const { actions: words } = useOrderWords()
  const may = useMay()
  const cancel = useEnding(cancelOrder, words.cancelled, words.cancelUndone)
  const takeBack = useEnding(returnOrder, words.returned, words.returnUndone)
  if (!may('orders.write')) return null
  const asked = { params: { customerId: order.customerId, id: order.id }, body: { version: order.version } }
  const stands = order.status === 'confirmed' || order.status === 'pending'
  const ended = order.formerStatus === null ? undefined : order.status
  // what undoes stands in the place of what was pressed, and keeps its focus
  return (
    <>
      {order.status === 'confirmed' && (
        <Button key="return" isPending={takeBack.pending} onPress={() => takeBack.run(asked)}>
          {words.return}
        </Button>
      )}
      {ended === 'returned' && (
        <Button key="return" isPending={takeBack.pending} onPress={() => takeBack.undo(asked)}>
          {words.undoReturn}
        </Button>
      )}
      {stands && (
        <Button key="cancel" isPending={cancel.pending} onPress={() => cancel.run(asked)}>
          {words.cancel}
        </Button>
      )}
      {ended === 'cancelled' && (
        <Button key="cancel" isPending={cancel.pending} onPress={() => cancel.undo(asked)}>
          {words.undoCancel}
        </Button>
      )}
    </>
  )
}

const refresh = [getOrder, listOrders, countOrders]

function useEnding(step: typeof cancelOrder, done: string, undone: string) {
  const { actions: words } = useOrderWords()
  const { sentence } = useProblems()
  const onFailed = (error: { code: string }) => {
    toast.failed(error.code === 'conflict' ? words.conflict : sentence(error))
  }
  const undo = useAction(restoreOrder, { refresh, onDone: () => toast.done(undone), onFailed })
  const end = useAction(step, {
    refresh,
    onDone: ({ customerId, id, version }) => {
      const onUndo = () => undo.run({ params: { customerId, id }, body: { version } })
      toast.done(done, { text: words.undo, onUndo })
    },
    onFailed,
  })
  return { run: end.run, undo: undo.run, pending: end.pending || undo.pending }
}
