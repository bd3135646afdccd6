import { useState } from 'react'
import { listShopKeys, revokeShopKey, type ShopKey } from '../../../src/analysis/recommend/storefront/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { usePreferences } from '../../preferences.ts'
import { useProblems } from '../../problems.ts'
import { CopyLine } from '../../staff/CopyLine.tsx'
import { StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { ConfirmDialog, Dialog } from '../../ui/Dialog.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { SettingsPage } from '../SettingsPage.tsx'
import { useSettingsWords } from '../words.ts'
import { KeyForm } from './KeyForm.tsx'
import { tagOf, tokenLine } from './snippets.ts'
import { useEmbedWords } from './words.ts'

type Open =
  | { kind: 'add' }
  | { kind: 'edit' | 'show' | 'stop'; shopKey: ShopKey }
  | { kind: 'made'; key: string; secret: string }

/** Keys of a shop's own pages: made here, pasted there, stopped here. */
export function EmbedPage() {
  const words = useEmbedWords()
  const settings = useSettingsWords()
  const keys = useCall(listShopKeys, {})
  const { density } = usePreferences()
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const add = (
    <Button kind="primary" onPress={() => setOpen({ kind: 'add' })}>
      {words.add}
    </Button>
  )
  const sources = keys.data?.sources ?? []
  return (
    <SettingsPage name="offers" actions={keys.data && keys.data.items.length > 0 ? add : undefined}>
      <DataTable
        label={settings.pages.offers.name}
        columns={useColumns(setOpen)}
        rows={keys.data?.items}
        keyOf={(key) => key.id}
        density={density}
        skeletonRows={3}
        error={keys.error}
        onRetry={() => void keys.refetch()}
        empty={
          <EmptyState title={words.none} action={add}>
            {words.noneWhy}
          </EmptyState>
        }
      />
      {open?.kind === 'add' && (
        <KeyForm sources={sources} onClose={close} onMade={(made) => setOpen({ kind: 'made', ...made })} />
      )}
      {open?.kind === 'edit' && <KeyForm shopKey={open.shopKey} sources={sources} onClose={close} />}
      {open?.kind === 'made' && (
        <How title={words.madeTitle} shopKey={open.key} secret={open.secret} withToken onClose={close} />
      )}
      {open?.kind === 'show' && (
        <How
          title={words.howTitle(open.shopKey.name)}
          shopKey={open.shopKey.key}
          withToken={open.shopKey.sourceId !== null}
          onClose={close}
        />
      )}
      {open?.kind === 'stop' && <Stop shopKey={open.shopKey} onClose={close} />}
    </SettingsPage>
  )
}

function useColumns(onOpen: (open: Open) => void): Column<ShopKey>[] {
  const words = useEmbedWords()
  const format = useFormat()
  const origins = (key: ShopKey) => key.origins.join('、')
  return [
    { key: 'name', heading: words.name, render: (key) => <b>{key.name}</b> },
    { key: 'origins', heading: words.origins, width: '34%', render: origins, title: origins },
    {
      key: 'used',
      heading: words.lastUsed,
      render: (key) =>
        key.lastUsedAt ? format.dateTime(key.lastUsedAt) : <span className="text-ink-2">{words.never}</span>,
    },
    {
      key: 'state',
      heading: words.state,
      render: (key) => (
        <StateTag tone={key.revokedAt ? 'quiet' : 'ok'} glyph={key.revokedAt ? 'cross' : 'check'}>
          {key.revokedAt ? words.revoked : words.active}
        </StateTag>
      ),
    },
    {
      key: 'do',
      heading: <span className="sr-only">{words.show}</span>,
      render: (shopKey) =>
        !shopKey.revokedAt && (
          <span className="flex justify-end gap-2">
            <Button onPress={() => onOpen({ kind: 'show', shopKey })}>{words.show}</Button>
            <Button aria-label={words.edit(shopKey.name)} onPress={() => onOpen({ kind: 'edit', shopKey })}>
              {words.editShort}
            </Button>
            <Button aria-label={words.revokeTitle(shopKey.name)} onPress={() => onOpen({ kind: 'stop', shopKey })}>
              {words.revoke}
            </Button>
          </span>
        ),
    },
  ]
}

interface HowProps {
  title: string
  shopKey: string
  /** just made: shown now and never again */
  secret?: string
  withToken: boolean
  onClose(): void
}

/** What goes into the pages, and what the shop's server does for people who are signed in. */
function How({ title, shopKey, secret, withToken, onClose }: HowProps) {
  const words = useEmbedWords()
  const part = 'flex flex-col gap-1.5 border-t border-rule py-3 first:border-t-0'
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      width="wide"
      isDismissable={secret === undefined}
      foot={
        <Button size="normal" kind="primary" onPress={onClose}>
          {words.kept}
        </Button>
      }
    >
      <div className={part}>
        <h3>{words.tag}</h3>
        <CopyLine text={tagOf(location.origin, shopKey)} label={words.tag} />
        <p className="text-note text-ink-2">{words.tagNote}</p>
        <p className="text-note text-ink-2">{words.also}</p>
      </div>
      {secret && (
        <div className={part}>
          <h3>{words.secret}</h3>
          <CopyLine text={secret} label={words.secret} />
          <p className="text-note text-ink-2">{words.secretWhy}</p>
        </div>
      )}
      {withToken && (
        <div className={part}>
          <h3>{words.token}</h3>
          <CopyLine text={tokenLine} label={words.token} />
          <p className="text-note text-ink-2">{words.tokenNote}</p>
        </div>
      )}
    </Dialog>
  )
}

function Stop({ shopKey, onClose }: { shopKey: ShopKey; onClose(): void }) {
  const words = useEmbedWords()
  const { sentence } = useProblems()
  const stop = useAction(revokeShopKey, {
    refresh: [listShopKeys],
    onDone: () => {
      toast.done(words.wasRevoked)
      onClose()
    },
    onFailed: (error) => toast.failed(sentence(error)),
  })
  return (
    <ConfirmDialog
      title={words.revokeTitle(shopKey.name)}
      isOpen
      onClose={onClose}
      effects={[words.revokeEffect]}
      action={words.revoke}
      pending={stop.pending}
      onConfirm={() => stop.run({ params: { id: shopKey.id } })}
    />
  )
}
