import { Check, Minus } from 'lucide-react'
import { listRoles } from '../../src/staff/people/contract.ts'
import { useCall } from '../api.ts'
import { useSession } from '../session.ts'
import { classes } from '../ui/classes.ts'
import { Reading } from '../ui/states.tsx'
import { useWords } from '../words.ts'
import { SettingsPage } from './SettingsPage.tsx'
import { useSettingsWords } from './words.ts'

/** What each role may do, as the server checks it. */
export function RolesPage() {
  const words = useSettingsWords()
  const { roles } = useWords()
  const { person } = useSession()
  const matrix = useCall(listRoles, {})
  const head = 'border-b border-rule-2 px-2 py-2 text-center align-bottom text-note text-ink-2'
  const cell = 'h-(--row) border-b border-rule px-2 text-center'
  const mine = (role: string) => role === person.role && 'bg-accent-quiet'
  return (
    <SettingsPage name="roles">
      <p className="max-w-[44em] text-ink-2">{words.roles.why}</p>
      <Reading of={matrix} lines={8}>
        {(data) => (
          <section
            aria-label={words.pages.roles.name}
            // a region that scrolls is reached by keys
            tabIndex={0}
            className="relative -mx-4 overflow-x-auto px-4 desk:mx-0 desk:px-0"
          >
            <table className="border-separate border-spacing-0 border-t-2 border-ink-rule">
              <caption className="sr-only">{words.pages.roles.name}</caption>
              <thead>
                <tr>
                  <th scope="col" className={classes(head, 'sticky left-0 bg-sheet text-left')}>
                    {words.roles.permission}
                  </th>
                  {data.roles.map((role) => (
                    <th key={role} scope="col" className={classes(head, 'min-w-18', mine(role))}>
                      {roles[role]}
                      {role === person.role && <span className="block text-accent">{words.roles.mine}</span>}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.permissions.map((permission) => (
                  <tr key={permission.name}>
                    <th
                      scope="row"
                      className="sticky left-0 h-(--row) border-b border-rule bg-sheet pr-4 whitespace-nowrap text-ink"
                    >
                      {words.permissions[permission.name]}
                    </th>
                    {data.roles.map((role) => (
                      <td key={role} className={classes(cell, mine(role))}>
                        <Mark on={permission.roles.includes(role)} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </Reading>
    </SettingsPage>
  )
}

function Mark({ on }: { on: boolean }) {
  const { roles: words } = useSettingsWords()
  const Glyph = on ? Check : Minus
  return (
    <span className={on ? 'text-ink' : 'text-off'}>
      <Glyph aria-hidden size={16} strokeWidth={on ? 2.2 : 1.5} className="inline" />
      <span className="sr-only">{on ? words.yes : words.no}</span>
    </span>
  )
}
