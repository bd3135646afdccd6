import { expect, test } from 'vitest'
import { arrows } from '../../../test/spellings.ts'
import { readEmail } from './email.ts'

const addresses = `
hanako@example.co.jp → hanako@example.co.jp personal
Hanako@Tokui.JP → hanako@tokui.jp personal
ｈａｎａｋｏ＠ｔｏｋｕｉ．ｊｐ → hanako@tokui.jp personal
hanako＠tokui.jp → hanako@tokui.jp personal
hanako @ tokui.jp → hanako@tokui.jp personal
<hanako@tokui.jp> → hanako@tokui.jp personal
山田花子 <hanako@tokui.jp> → hanako@tokui.jp personal
mailto:hanako@tokui.jp → hanako@tokui.jp personal
hanako@tokui.jp. → hanako@tokui.jp personal
hanako@tokui.jp、 → hanako@tokui.jp personal
h.anako@gmail.com → hanako@gmail.com personal
Ha.Na.Ko@gmail.com → hanako@gmail.com personal
hanako+shop@gmail.com → hanako@gmail.com personal
h.a+x@googlemail.com → ha@gmail.com personal
hanako@gmial.com → hanako@gmail.com personal
hanako@gmail.co → hanako@gmail.com personal
hanako@gmail.con → hanako@gmail.com personal
hanako@gmai.com → hanako@gmail.com personal
hanako@gamil.com → hanako@gmail.com personal
hanako@yahoo.co.jo → hanako@yahoo.co.jp personal
hanako@yaho.co.jp → hanako@yahoo.co.jp personal
h.anako@yahoo.co.jp → h.anako@yahoo.co.jp personal
hanako+a@yahoo.co.jp → hanako+a@yahoo.co.jp personal
hanako+a@outlook.jp → hanako@outlook.jp personal
hanako+a@icloud.com → hanako@icloud.com personal
hanako@me.com → hanako@icloud.com personal
hanako@iclould.com → hanako@icloud.com personal
hana..ko@docomo.ne.jp → hana..ko@docomo.ne.jp personal
hanako.@docomo.ne.jp → hanako.@docomo.ne.jp personal
hanako@docmo.ne.jp → hanako@docomo.ne.jp personal
hanako@docomo.co.jp → hanako@docomo.ne.jp personal
hana-_ko..@ezweb.ne.jp → hana-_ko..@ezweb.ne.jp personal
hanako@ezweb.co.jp → hanako@ezweb.ne.jp personal
hanako@au.com → hanako@au.com personal
hanako@softbank.ne.jp → hanako@softbank.ne.jp personal
hanako@sofbank.ne.jp → hanako@softbank.ne.jp personal
hanako@i.softbank.jp → hanako@i.softbank.jp personal
hanako@t.vodafone.ne.jp → hanako@t.vodafone.ne.jp personal
.hanako@docomo.ne.jp → .hanako@docomo.ne.jp personal
"hana..ko"@docomo.ne.jp → hana..ko@docomo.ne.jp personal
HANAKO.YAMADA@DOCOMO.NE.JP → hanako.yamada@docomo.ne.jp personal
hanako@dcomo.ne.jp → hanako@docomo.ne.jp personal
hana-.-@ezweb.ne.jp → hana-.-@ezweb.ne.jp personal
hanako@ymobile.ne.jp → hanako@ymobile.ne.jp personal
hanako@uqmobile.jp → hanako@uqmobile.jp personal
hanako@disney.ne.jp → hanako@disney.ne.jp personal
hanako@wm.pdx.ne.jp → hanako@wm.pdx.ne.jp personal
hanako@yahoo.ne.jp → hanako@yahoo.co.jp personal
a1b2@fwd.rakuten.ne.jp → a1b2@fwd.rakuten.ne.jp masked
xyz123@marketplace.amazon.com → xyz123@marketplace.amazon.com masked
q1@au.wowma.jp → q1@au.wowma.jp masked
ab1@passmail.net → ab1@passmail.net masked
ab1@anonaddy.me → ab1@anonaddy.me masked
a1b2@fw.rakuten.ne.jp → a1b2@fw.rakuten.ne.jp masked
a1b2@pc.fw.rakuten.ne.jp → a1b2@pc.fw.rakuten.ne.jp masked
xyz123@marketplace.amazon.co.jp → xyz123@marketplace.amazon.co.jp masked
q1w2@privaterelay.appleid.com → q1w2@privaterelay.appleid.com masked
abcd@mozmail.com → abcd@mozmail.com masked
info@yamada-shoten.jp → info@yamada-shoten.jp role
noreply@tokui.jp → noreply@tokui.jp role
no-reply@tokui.jp → no-reply@tokui.jp role
support@tokui.jp → support@tokui.jp role
soumu@yamada.co.jp → soumu@yamada.co.jp role
eigyo@yamada.co.jp → eigyo@yamada.co.jp role
test@gmail.com → test@gmail.com role
test1@tokui.jp → test1@tokui.jp role
hanako@example.com → hanako@example.com personal
aaaa@aaa.com → aaaa@aaa.com role
infomiya@gmail.com → infomiya@gmail.com personal
なし → none
- → none
hanako → none
hanako@ → none
@gmail.com → none
hanako@gmail → none
hana ko → none
hanako@@gmail.com → hanako@@gmail.com none
a@b@c.jp → none
`

test.each(arrows(addresses).map(([given, wanted]) => [given, wanted.replace(/^.* none$/, 'none')]))(
  '%s → %s',
  (given, wanted) => {
    const email = readEmail(given as string)
    expect(email ? `${email.key} ${email.kind}` : 'none').toBe(wanted)
  },
)
