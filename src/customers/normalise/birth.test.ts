import { expect, test } from 'vitest'
import { arrows } from '../../../test/spellings.ts'
import { readBirth } from './birth.ts'
import { readGender } from './gender.ts'

const days = `
1955-10-05 → 1955-10-5
1955/10/5 → 1955-10-5
1955.10.05 → 1955-10-5
19551005 → 1955-10-5
１９５５年１０月５日 → 1955-10-5
1955年 10月 5日 → 1955-10-5
1955 / 10 / 5 → 1955-10-5
1955年10月5日生 → 1955-10-5
1955年10月5日生まれ → 1955-10-5
1955-10-05T00:00:00Z → 1955-10-5
1955-10-05 00:00:00 → 1955-10-5
1955/10/05(水) → 1955-10-5
'1955-10-05 → 1955-10-5
昭和30年10月5日 → 1955-10-5
昭和３０年１０月５日 → 1955-10-5
昭和33年10月5日 → 1958-10-5
S30.10.5 → 1955-10-5
s30/10/5 → 1955-10-5
S30-10-05 → 1955-10-5
昭和64年1月7日 → 1989-1-7
平成元年1月8日 → 1989-1-8
H元.1.8 → 1989-1-8
平成1年1月8日 → 1989-1-8
H12.2.29 → 2000-2-29
㍻12年3月4日 → 2000-3-4
令和2年5月6日 → 2020-5-6
R2.5.6 → 2020-5-6
大正15年12月1日 → 1926-12-1
T15.12.1 → 1926-12-1
明治45年7月1日 → 1912-7-1
10/5 → 0-10-5
10月5日 → 0-10-5
10-05 → 0-10-5
----/10/05 → 0-10-5
2/29 → 0-2-29
05/10/1955 → 1955-5-10
25/10/1955 → 1955-10-25
10-25-1955 → 1955-10-25
20366 → 1955-10-4
19081392 → 1908-13-92 ?
1955-02-30 → 1955-2-30 ?
19551305 → 1955-13-5 ?
13/40 → 0-13-40 ?
1900-01-01 → none
1900/1/1 → none
1970-01-01 → none
9999-12-31 → none
0000-00-00 → none
不明 → none
未回答 → none
- → none
30歳 → none
`

test.each(arrows(days))('%s → %s', (given, wanted) => {
  const birth = readBirth(given)
  expect(birth ? `${birth.year}-${birth.month}-${birth.day}${birth.certain ? '' : ' ?'}` : 'none').toBe(wanted)
})

const genders = `
女性 → female
女 → female
Ｆ → female
female → female
2 → female
男性 → male
M → male
1 → male
その他 → other
X → other
不明 → unanswered
9 → unanswered
回答しない → unanswered
ミスター → none
女子力 → none
`

test.each(arrows(genders))('%s → %s', (given, wanted) => expect(readGender(given) ?? 'none').toBe(wanted))
