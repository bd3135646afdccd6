import { between, type Chance, happens, pick } from '../chance.ts'
import { drawPerson, type Name, type Person, type PersonWishes } from '../people/person.ts'
import { drawAddress } from '../places/addresses.ts'
import { rareGivenName, rareSurname } from './rare-names.ts'

/** Sounds that run in families: 健太 and 健人, 由美 and 由香. */
const likeNames: Record<'female' | 'male', string> = {
  female:
    '由美:ユミ 由香:ユカ 由紀:ユキ 美香:ミカ 美紀:ミキ 美保:ミホ 真美:マミ 真由:マユ 真奈:マナ 恵子:ケイコ 恵美:エミ 恵理:エリ 千恵:チエ 千春:チハル 千秋:チアキ 早紀:サキ 早苗:サナエ 彩香:アヤカ 彩乃:アヤノ 彩:アヤ',
  male: '健太:ケンタ 健人:ケント 健一:ケンイチ 健二:ケンジ 達也:タツヤ 和也:カズヤ 和夫:カズオ 和彦:カズヒコ 直人:ナオト 直樹:ナオキ 優斗:ユウト 優太:ユウタ 正夫:マサオ 正人:マサト 英一:エイイチ 英二:エイジ 孝一:コウイチ 孝二:コウジ',
}
const likes = Object.fromEntries(
  Object.entries(likeNames).map(([key, table]) => [
    key,
    table.split(' ').map((entry): Name => ({ text: entry.split(':')[0] ?? '', kana: entry.split(':')[1] ?? '' })),
  ]),
) as Record<'female' | 'male', Name[]>

/** The people of one home, no two of one name; twins, parents and children of like names, shared phones and mailboxes among them. */
export function drawHome(chance: Chance, year: number, nextId: () => number): Person[] {
  const address = drawAddress(chance)
  const draw = (wishes: PersonWishes): Person => {
    const female = wishes.female ?? happens(chance, 0.62)
    const given = wishes.given ?? rareGivenName(chance, female)
    return drawPerson(chance, nextId(), year, address, given ? { ...wishes, female, given } : { ...wishes, female })
  }
  const surname = rareSurname(chance)
  const first = draw(surname ? { surname } : {})
  const family = { surname: first.surname, landline: first.landline }
  const people = [first]
  const roll = chance.next()
  if (roll > 0.52) {
    const spouse = draw({ ...family, female: !first.female, birthYear: first.birthYear + between(chance, -7, 7) })
    people.push(happens(chance, 0.05) ? { ...spouse, email: first.email } : spouse)
  }
  if (roll > 0.7) {
    for (let child = between(chance, 1, 3); child > 0; child--) people.push(drawChild(chance, draw, family, first))
  }
  if (roll < 0.02) people.push(...twinsOf(chance, draw, family))
  return people.filter((one, at) => !people.slice(0, at).some((other) => other.given.kana === one.given.kana))
}

function drawChild(
  chance: Chance,
  draw: (wishes: PersonWishes) => Person,
  family: PersonWishes,
  parent: Person,
): Person {
  const female = happens(chance, 0.5)
  // a child often has its parent's number while it is young, and sometimes a syllable of the name
  const likeParent = happens(chance, 0.3) ? likeOf(chance, parent, female) : undefined
  return draw({
    ...family,
    female,
    birthYear: Math.min(2008, parent.birthYear + between(chance, 20, 38)),
    ...(happens(chance, 0.12) && { mobile: parent.mobile }),
    ...(likeParent && { given: likeParent }),
  })
}

function likeOf(chance: Chance, parent: Person, female: boolean): Name {
  const pool = likes[female ? 'female' : 'male']
  const near = pool.filter((name) => name.text[0] === parent.given.text[0] && name.text !== parent.given.text)
  return pick(chance, near.length > 0 ? near : pool)
}

/** Same birthday, same home, often one mother's number; names apart by a sound. */
function twinsOf(chance: Chance, draw: (wishes: PersonWishes) => Person, family: PersonWishes): Person[] {
  const female = happens(chance, 0.5)
  const pool = likes[female ? 'female' : 'male']
  const given = pick(chance, pool)
  const near = pool.filter((name) => name.text[0] === given.text[0] && name.kana !== given.kana)
  const one = draw({ ...family, female, given, birthYear: between(chance, 1980, 2006) })
  const other = draw({ ...family, female, given: pick(chance, near), birthYear: one.birthYear, birthOn: one.birthOn })
  return [one, happens(chance, 0.35) ? { ...other, mobile: one.mobile } : other]
}
