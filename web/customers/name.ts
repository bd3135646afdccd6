interface Named {
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  companyName: string
  number: string | null
}

/** Family name first, in both languages; a company without a person goes by its own name. */
export function nameOf(customer: Omit<Named, 'familyKana' | 'givenKana'>): string {
  return (
    [customer.familyName, customer.givenName].filter(Boolean).join(' ') || customer.companyName || customer.number || ''
  )
}

export function kanaOf(customer: Pick<Named, 'familyKana' | 'givenKana'>): string {
  return [customer.familyKana, customer.givenKana].filter(Boolean).join(' ')
}

/** Facts in one line, those that are missing left out. */
export function joinedBy(facts: readonly string[], join: (before: string, after: string) => string): string {
  return facts.filter((fact) => fact !== '').reduce((line, fact) => (line === '' ? fact : join(line, fact)), '')
}
