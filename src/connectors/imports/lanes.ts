export interface Turn {
  /** the predecessor has become final */
  before: Promise<void>
  /** the predecessor has entered; a task that waits for a lock awaits it first and then says `enter` */
  entered: Promise<void>
  enter: () => void
}

/**
 * Works tasks off side by side, at most so many at once. Each awaits that its predecessor became final before it becomes
 * final itself: tasks end in their order, so how far the last one came says what is done. The first failure stops the
 * rest and is thrown once all that had begun have ended.
 */
export async function inLanes<T>(
  lanes: number,
  tasks: Iterable<T>,
  work: (task: T, turn: Turn) => Promise<void>,
): Promise<void> {
  const running: Promise<void>[] = []
  let before = Promise.resolve()
  let entered = Promise.resolve()
  try {
    for (const task of tasks) {
      if (running.length >= lanes) await running.shift()
      const { promise, resolve: enter } = Promise.withResolvers<void>()
      before = work(task, { before, entered, enter })
      entered = promise
      // it is awaited in its turn; failing earlier is not unhandled
      before.then(enter, enter)
      running.push(before)
    }
    await before
  } finally {
    await Promise.allSettled(running)
  }
}
