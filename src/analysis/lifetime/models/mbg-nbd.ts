import { dropOutModel } from './cnbd-k.ts'

/** MBG/NBD, the default: customers may leave after any purchase, the first included. */
export const mbgNbd = dropOutModel('mbgnbd', { modified: true, k: 1 })

/** MBG/CNBD-k: the same for people who buy at regular intervals. */
export const mbgCnbd = (k: number) => dropOutModel('mbgcnbd', { modified: true, k })
