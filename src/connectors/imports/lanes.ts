/**
 * Works tasks off side by side, at most so many at once. Each is given a promise that its predecessor became final, and
 * awaits it before it becomes final itself: tasks end in their order, so how far the last one came says what is done.
 * The first failure stops the rest and is thrown once all that had begun have ended.
 */
export async function inLanes<T>(
  lanes: number,
  tasks: Iterable<T>,
  work: (task: T, before: Promise<void>) => Promise<void>,
): Promise<void> {
  const running: Promise<void>[] = []
  let before = Promise.resolve()
  try {
    for (const task of tasks) {
      if (running.length >= lanes) await running.shift()
      before = work(task, before)
      // it is awaited in its turn; failing earlier is not unhandled
      before.catch(() => {})
      running.push(before)
    }
    await before
  } finally {
    await Promise.allSettled(running)
  }
}
