import { dropOutModel } from './cnbd-k.ts'

/** BG/NBD: nobody leaves before a second purchase, so every one-time buyer counts as alive. Prefer MBG/NBD. */
export const bgNbd = dropOutModel('bgnbd', { modified: false, k: 1 })

/** BG/CNBD-k: the same for people who buy at regular intervals. */
export const bgCnbd = (k: number) => dropOutModel('bgcnbd', { modified: false, k })
