import type { ReactNode } from 'react'
import { Notice } from '../ui/Badge.tsx'

/** Why it was refused, said aloud as soon as it stands there. */
export function Refused({ children }: { children: ReactNode }) {
  return (
    <div role="alert">
      <Notice tone="danger">{children}</Notice>
    </div>
  )
}
