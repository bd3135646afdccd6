import { useNavigate } from '@tanstack/react-router'
import { LoadDemo } from '../demo/LoadDemo.tsx'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Section } from '../ui/Section.tsx'
import { useDeskWords } from './words.ts'

const steps = [
  { key: 'orders', href: paths.imports() },
  { key: 'ranks', href: paths.analysis() },
  { key: 'customer', href: paths.customers() },
  { key: 'staff', href: paths.settings() },
] as const

/** The first day: what to do, in order, until there is something to see. */
export function FirstSteps() {
  const words = useDeskWords()
  const may = useMay()
  const navigate = useNavigate()
  return (
    <Section title={words.first.title} note={words.first.lead}>
      <ol>
        {steps.map(({ key, href }, index) => (
          <li
            key={key}
            className="grid grid-cols-[28px_minmax(0,1fr)_auto] items-center gap-x-3 border-t border-rule py-3.5 first:border-t-0"
          >
            <span className="self-start text-h2 leading-tight font-bold text-accent">{index + 1}</span>
            <div>
              <h3>{words.first.steps[key].title}</h3>
              <p className="mt-1 text-ink-2">{words.first.steps[key].why}</p>
            </div>
            <LinkButton {...(index === 0 ? { kind: 'primary' } : {})} href={href}>
              {words.first.go[key]}
            </LinkButton>
          </li>
        ))}
      </ol>
      {may('demo.write') && (
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-rule py-3.5">
          <div>
            <h3>{words.first.demo}</h3>
            <p className="mt-1 text-ink-2">{words.first.demoWhy}</p>
          </div>
          <LoadDemo onReady={() => void navigate({ to: paths.analysis() })} />
        </div>
      )}
    </Section>
  )
}
