import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Suspense } from 'react'
import * as z from 'zod'
import { listFlows } from '../../../src/connectors/flow/contract.ts'
import { useAddress } from '../../address.ts'
import { keyOf } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Link } from '../../ui/Link.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState, Loading } from '../../ui/states.tsx'
import { useLanguage, useWords } from '../../words.ts'
import { type KindPanel, kindGroups, kindPanels } from './kinds.ts'
import { useConnectionWords } from './words.ts'

const search = z.object({ kind: z.string().optional().catch(undefined) })

/** Which kind, each with one sentence; then the kind's own form. */
export function NewConnectionPage() {
  const words = useConnectionWords()
  const { problems } = useWords()
  const may = useMay()
  const [{ kind }] = useAddress(search)
  const panel = kindPanels.find((one) => one.kind === kind)
  return (
    <Page title={words.addTitle} crumb={<Link href={paths.connections()}>{words.back}</Link>}>
      <div className="mt-5 max-w-[760px]">
        {!may('connections.write') ? (
          <EmptyState title={problems['not-allowed']} />
        ) : panel ? (
          <Make panel={panel} />
        ) : (
          <div className="flex flex-col gap-6">
            {kindGroups.map((group) => (
              <Section key={group} title={words.groups[group].title} note={words.groups[group].note}>
                <ul>
                  {kindPanels
                    .filter((one) => one.group === group)
                    .map((one) => (
                      <Offer key={one.kind} panel={one} />
                    ))}
                </ul>
              </Section>
            ))}
            {may('imports.write') && (
              <div className="flex flex-wrap gap-x-2 border-t border-rule pt-3">
                <p className="text-ink-2">{words.onlyOnce}</p>
                <Link href={paths.imports()}>{words.goImport}</Link>
              </div>
            )}
          </div>
        )}
      </div>
    </Page>
  )
}

function Offer({ panel }: { panel: KindPanel }) {
  const { name, sentence } = panel.words[useLanguage()]
  return (
    <li className="border-t border-rule py-3.5 first:border-t-0">
      <b className="text-body">
        <Link href={paths.newConnection(panel.kind)}>{name}</Link>
      </b>
      <p className="mt-1 text-ink-2">{sentence}</p>
    </li>
  )
}

function Make({ panel: { words: spoken, New } }: { panel: KindPanel }) {
  const words = useConnectionWords()
  const { name, sentence } = spoken[useLanguage()]
  const navigate = useNavigate()
  const client = useQueryClient()
  const open = (id: number) => {
    void client.invalidateQueries({ queryKey: keyOf(listFlows) })
    void navigate({ to: paths.connection(id) })
  }
  return (
    <Section title={name} end={<Link href={paths.newConnection()}>{words.otherKind}</Link>}>
      <p className="text-ink-2">{sentence}</p>
      <div className="py-4">
        <Suspense fallback={<Loading lines={4} />}>
          <New onMade={open} />
        </Suspense>
      </div>
    </Section>
  )
}
