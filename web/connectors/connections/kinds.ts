import type { ComponentType } from 'react'
import type { Connection } from '../../../src/connectors/connections/contract.ts'
import type { Language } from '../../words.ts'
import { formPanel } from '../forms/panel.ts'
import { hookPanels } from '../hooks/panels.ts'
import { linePanel } from '../line/panel.ts'
import { webhookOutPanel } from '../webhook-out/panel.ts'
import { folderPanel } from './kinds/folder.tsx'
import { sftpPanel } from './kinds/sftp.tsx'
import { sitePanel } from './kinds/site.tsx'

/** Why something went wrong and what helps; told by the facts of the trouble. */
export interface TroubleWords {
  reason: string | ((detail: Record<string, unknown>) => string)
  remedy: string
}

export interface KindWords {
  name: string
  /** what it is for, in one sentence */
  sentence: string
  /** by the code of the trouble; those that several kinds have stand in the frame's words */
  troubles?: Record<string, TroubleWords>
}

/** Shops; files; where people are met; other systems, which want somebody who develops them. */
export const kindGroups = ['shops', 'files', 'people', 'systems'] as const
type KindGroup = (typeof kindGroups)[number]

/** How one kind of connection is made and set up. The frame has its name, state, arrivals, troubles and end. */
export interface KindPanel {
  kind: string
  /** under which heading it is offered */
  group: KindGroup
  /** where its data goes */
  direction: 'in' | 'out'
  /** it has screens of its own, where it is named, opened and closed */
  isElsewhere?: true
  words: Record<Language, KindWords>
  /** makes one and hands its id over; what is shown once is shown before that. Lazy. */
  New: ComponentType<{ onMade(id: number): void }>
  /** under 設定 of one that is there. Lazy. */
  Panel: ComponentType<{ connection: Connection }>
}

/** The kinds people can set up, in the order in which a group offers them; each in kinds/<kind>.tsx. */
export const kindPanels: readonly KindPanel[] = [
  sitePanel,
  formPanel,
  ...hookPanels,
  linePanel,
  folderPanel,
  sftpPanel,
  webhookOutPanel,
]
