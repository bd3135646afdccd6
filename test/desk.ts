import type { Write } from './caller.ts'

/** Somebody at work: adds customers, writes down orders, changes their mind, edits people who came from a file. */
export interface Desk {
  number: number
  sourceId: number
  /** one entry a step: whether it was about people from the file too */
  steps: boolean[]
  /** answers other than yes */
  refused: string[]
  /** acknowledged: family name → customer */
  customers: Map<string, number>
  /** acknowledged: order number → order */
  orders: Map<string, { customerId: number; id: number; version: number }>
  /** acknowledged: people from the file → version */
  renamed: Map<number, number>
}

export function openDesk(number: number, sourceId: number): Desk {
  const [customers, orders, renamed] = [new Map(), new Map(), new Map()]
  return { number, sourceId, steps: [], refused: [], customers, orders, renamed }
}

/**
 * The next step of a desk; what it does follows from the numbers of desk and step alone. `fromFile` finds a person of
 * the member file by place, once they are there.
 */
export async function work(desk: Desk, write: Write, fromFile: ((place: number) => Promise<number>) | undefined) {
  const { number } = desk
  const step = desk.steps.length
  const ask: Write = async (method, path, body) => {
    const answer = await write(method, path, body)
    if (answer.status !== 200) desk.refused.push(`${method} ${path} ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer
  }
  const order = async (customerId: number, name: string) => {
    const made = await ask('POST', '/api/orders', {
      customerId,
      sourceId: desk.sourceId,
      number: name,
      orderedAt: '2026-10-15T12:00:00+09:00',
      lines: [{ name: '手売り', quantity: (step % 3) + 1, unitPrice: 1200 }],
    })
    if (made.status === 200) desk.orders.set(name, made.body)
  }
  const end = async (name: string, way: string) => {
    const made = desk.orders.get(name)
    if (!made) return
    const path = `/api/customers/${made.customerId}/orders/${made.id}/${way}`
    const ended = await ask('POST', path, { version: made.version })
    if (ended.status === 200) desk.orders.set(name, ended.body)
  }

  const familyName = `机${number}の${step}人目`
  const customer = await ask('POST', '/api/customers', { familyName })
  desk.customers.set(familyName, customer.body.id)
  await order(customer.body.id, `${number}-${step}`)
  if (step % 2 === 1) await end(`${number}-${step}`, 'cancellation')
  if (step % 4 === 3) await end(`${number}-${step}`, 'restoration')
  if (fromFile) {
    const id = await fromFile(number * 50 + (step % 20))
    const version = desk.renamed.get(id) ?? 1
    const edit = await ask('PATCH', `/api/customers/${id}`, { version, change: { companyName: `${step}番目の会社` } })
    if (edit.status === 200) desk.renamed.set(id, edit.body.version)
    await order(id, `${number}-${step}-会員`)
  }
  desk.steps.push(fromFile !== undefined)
}
