import type { ActionKey } from '../../../src/analysis/fans/contract.ts'
import { paths } from '../../paths.ts'

/** Lists behind the numbers of fans. */
export const fansLink = () => paths.customers({ isFan: 'yes' })
export const fallingLink = () => paths.customers({ fanFalling: 'yes' })

/** Who has done so many steps; `isWithin`: of them, whose first days are not over. */
export const doneLink = (done: number, isWithin: boolean) =>
  paths.customers({ fanStepsDone: `${done}..${done}`, ...(isWithin ? { fanWithin: 'yes' } : {}) })

/** Who lacks this step alone; `isOpen`: of them, who can still do it in time. */
export const awayLink = (key: ActionKey, isOpen: boolean) =>
  paths.customers({ fanStepsMissing: '1..1', fanMissing: key, ...(isOpen ? { fanOpen: key } : {}) })
