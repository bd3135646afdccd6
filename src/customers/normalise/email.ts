import { emailKey } from '../fold.ts'
import { isBlankLike } from './plain.ts'

/** role: an office's; masked: a marketplace's stand-in, another for each order, never a key */
export type EmailKind = 'personal' | 'role' | 'masked'

export interface Email {
  /** the mailbox: what two spellings of one address have in common */
  key: string
  local: string
  domain: string
  kind: EmailKind
}

// Only misspellings that are nobody's own domain.
const typos: Record<string, string> = {}
for (const line of [
  'gmail.com gmial.com gmai.com gmail.co gmail.con gmail.cm gmail.om gmil.com gmaill.com gnail.com gmail.comm gmali.com gamil.com gmail.ne.jp gmail.co.jp g-mail.com gmail.jp gimail.com gmeil.com',
  'yahoo.co.jp yahoo.co.jo yaho.co.jp yahho.co.jp yahoo.cp.jp yahoo.co.jpp yahoo.cojp yahoo.ne.jp yaoo.co.jp yhoo.co.jp yahoo.c.jp yahoo.co.p yafoo.co.jp',
  'docomo.ne.jp dcomo.ne.jp docomo.ne.jpp docmo.ne.jp docomo.co.jp docomo.ne.jo dokomo.ne.jp docomo.nejp docomo.ne.p docom.ne.jp docoomo.ne.jp docomo.jp',
  'ezweb.ne.jp ezweb.co.jp ezweb.ne.jo ezwab.ne.jp ezeb.ne.jp ezwed.ne.jp ezweb.nejp ezweb.jp',
  'softbank.ne.jp softbank.co.jpp sofbank.ne.jp softbnk.ne.jp softbank.ne.jo softbank.nejp softbunk.ne.jp',
  'i.softbank.jp i.softbank.ne.jp i.softbank.co.jp i.sofbank.jp',
  'icloud.com icloud.co icloud.con iclould.com icoud.com icloud.jp iclud.com',
  'outlook.jp outlok.jp outlook.co.jpp',
  'outlook.com outlook.con outlok.com outloook.com',
  'hotmail.co.jp hotmail.cojp hotmal.co.jp hotmail.co.jo',
  'hotmail.com hotmai.com hotmal.com hotmial.com hotmail.con',
  'nifty.com nifty.con nifity.com',
]) {
  const [right = '', ...wrong] = line.split(' ')
  for (const domain of wrong) typos[domain] = right
}

const sameMailbox: Record<string, string> = {
  'googlemail.com': 'gmail.com',
  'me.com': 'icloud.com',
  'mac.com': 'icloud.com',
}
/** providers that deliver name+anything to name */
const tagging = new Set(
  'gmail.com outlook.com outlook.jp hotmail.com hotmail.co.jp live.jp icloud.com fastmail.com proton.me protonmail.com'.split(
    ' ',
  ),
)
const marketplaces =
  /(?:^|\.)(?:fwd?\.rakuten\.ne\.jp|marketplace\.amazon\.[a-z.]+|wowma\.jp|members\.ebay\.com|mail\.qoo10\.jp|mypage\.mercari\.jp|order\.auone\.jp)$/
const relays =
  /(?:^|\.)(?:privaterelay\.appleid\.com|relay\.firefox\.com|mozmail\.com|duck\.com|passmail\.net|passinbox\.com|simplelogin\.com?|anonaddy\.(?:com|me))$/
const offices =
  /^(?:info|information|sales|support|contact|inquiry|toiawase|no-?reply|do-?not-?reply|admin|administrator|office|postmaster|webmaster|master|root|soumu|somu|keiri|eigyo|jinji|shop|store|order|orders|mail|email|tenpo|honten|customer|service|help|hello|test\d*|dummy|sample|example|aaa+|xxx+|abc)$/

/** A mailbox, or nothing where the text is none. Carriers' odd local parts (`a..b.@docomo.ne.jp`) are real. */
export function readEmail(text: string): Email | undefined {
  if (isBlankLike(text)) return undefined
  const address = emailKey(text.replace(/^.*<(.+)>.*$/, '$1'))
    .replace(/^mailto:/, '')
    .replace(/[.,;、。]+$/, '')
  const at = address.lastIndexOf('@')
  const given = address.slice(at + 1)
  if (at < 1 || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(given) || /[\s@,;<>()[\]\\]/.test(address.slice(0, at)))
    return undefined
  const spelt = typos[given] ?? given
  const domain = sameMailbox[spelt] ?? spelt
  // programs put quotes around what carriers allowed: "a..b"@docomo.ne.jp
  let local = address.slice(0, at).replace(/^"(.+)"$/, '$1')
  if (tagging.has(domain)) local = local.replace(/(?<=.)\+.*$/, '')
  if (domain === 'gmail.com') local = local.replaceAll('.', '') || local
  const kind = marketplaces.test(domain) || relays.test(domain) ? 'masked' : offices.test(local) ? 'role' : 'personal'
  return { key: `${local}@${domain}`, local, domain, kind }
}

/** A marketplace's stand-in for its buyer's address: by it nobody is known. */
export function isMarketplaceEmail(address: string): boolean {
  return marketplaces.test(
    address
      .slice(address.lastIndexOf('@') + 1)
      .trim()
      .toLowerCase(),
  )
}
