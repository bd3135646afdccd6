import { lazy } from 'react'
import type { KindPanel } from '../kinds.ts'
import { en } from './watched/words.en.ts'
import { ja } from './watched/words.ja.ts'

export const sftpPanel: KindPanel = {
  kind: 'sftp',
  group: 'files',
  direction: 'in',
  words: {
    ja: { ...ja.sftpKind, troubles: ja.troubles },
    en: { ...en.sftpKind, troubles: en.troubles },
  },
  New: lazy(async () => {
    const { WatchForm } = await import('./watched/WatchForm.tsx')
    return { default: (props: { onMade(id: number): void }) => <WatchForm kind="sftp" {...props} /> }
  }),
  Panel: lazy(async () => ({ default: (await import('./watched/WatchPanel.tsx')).WatchPanel })),
}
