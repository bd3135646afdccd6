import { lazy } from 'react'
import type { KindPanel } from '../kinds.ts'
import { en } from './site/words.en.ts'
import { ja } from './site/words.ja.ts'

/** Pages and servers of a shop that tell what happens. */
export const sitePanel: KindPanel = {
  kind: 'site',
  group: 'people',
  direction: 'in',
  words: { ja: ja.kind, en: en.kind },
  New: lazy(async () => ({ default: (await import('./site/NewSite.tsx')).NewSite })),
  Panel: lazy(async () => ({ default: (await import('./site/SitePanel.tsx')).SitePanel })),
}
