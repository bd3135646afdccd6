import { hash, verify } from '@node-rs/argon2'
import { type FieldProblem, Refusal } from '../../platform/http/refusal.ts'

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane; about 30 ms here. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const shortestPassword = 10

/** Full-width and half-width spellings of the same characters are the same password, whatever keyboard typed them. */
function normal(password: string): string {
  return password.normalize('NFKC')
}

export async function hashPassword(password: string): Promise<string> {
  return hash(normal(password), cost)
}

// What an account without a password is compared with, so that an unknown address takes as long as a known one.
const nobody = hash('nobody has this password', cost)

/** Always does the work of one comparison; false when there is no hash to compare with. */
export async function passwordMatches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobody), normal(password))
  return matches && typeof passwordHash === 'string'
}

/** Passwords of ten and more characters that lead every list of leaked ones; shorter ones are refused by length. */
const leaked = new Set(
  `1234567890 12345678910 123456789a 0123456789 0987654321 9876543210 1234567891 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc
  q1w2e3r4t5 qwertyuiop qwertyuiop123 qwerty1234 qwerty12345 qwerty123456 asdfghjkl1 password12 password123
  password1234 password12345 password123456 passw0rd123 p@ssw0rd123 p@ssword123 iloveyou12 iloveyou123 abcd123456
  abcdef1234 abc1234567 abcdefghij abcdefghijk admin12345 admin123456 administrator welcome123 welcome1234 letmein123
  football123 baseball123 sunshine123 superman123 princess123 dragon1234 doraemon123 sakura1234 japan12345
  changeme123 changeme1234 adminadmin passwordpassword testtest12 tokuitokui`.split(/\s+/),
)

type Problem = Pick<FieldProblem, 'code' | 'detail'>

/** Why a new password is refused, or null. Length counts, not kinds of characters (NIST SP 800-63B). */
export function passwordProblem(password: string, about: { email: string; companyName: string }): Problem | null {
  const typed = normal(password).toLowerCase()
  if ([...typed].length < shortestPassword)
    return { code: 'too-small', detail: { minimum: shortestPassword, of: 'string' } }
  const guesses = [about.email, about.email.split('@')[0] ?? '', about.companyName]
    .map((guess) => guess.normalize('NFKC').toLowerCase())
    .filter((guess) => guess.length >= 4)
  const rest = guesses.reduce((left, guess) => left.replaceAll(guess, ''), typed)
  if (leaked.has(typed) || new Set(typed).size < 4 || [...rest].length < 4) return { code: 'too-easy' }
  return null
}

/** The hash of a new password that may be used; made before a transaction holds a connection. */
export async function acceptedHash(
  password: string,
  about: { email: string; companyName: string; field?: string },
): Promise<string> {
  const problem = passwordProblem(password, about)
  if (problem) throw new Refusal('invalid-request', {}, [{ field: about.field ?? 'password', ...problem }])
  return hashPassword(password)
}
