/** Katakana to the letters people use in their e-mail addresses (Hepburn, long vowels dropped). */

const syllables: Record<string, string> = {}
const rows =
  'アaイiウuエeオoカkaキkiクkuケkeコkoサsaシshiスsuセseソsoタtaチchiツtsuテteトtoナnaニniヌnuネneノnoハhaヒhiフfuヘheホhoマmaミmiムmuメmeモmo' +
  'ヤyaユyuヨyoラraリriルruレreロroワwaヲoンnガgaギgiグguゲgeゴgoザzaジjiズzuゼzeゾzoダdaヂjiヅzuデdeドdoバbaビbiブbuベbeボboパpaピpiプpuペpeポpo'
for (const [, kana = '', letters = ''] of rows.matchAll(/([ァ-ヶ])([a-z]+)/g)) syllables[kana] = letters
const glides: Record<string, string> = { ャ: 'a', ュ: 'u', ョ: 'o' }

export function romaji(kana: string): string {
  let text = ''
  let doubled = false
  for (const sign of kana) {
    const glide = glides[sign]
    if (sign === 'ッ') {
      doubled = true
    } else if (glide) {
      text = /(sh|ch|j)i$/.test(text) ? text.slice(0, -1) + glide : `${text.slice(0, -1)}y${glide}`
    } else {
      const letters = syllables[sign] ?? ''
      text += doubled ? letters.slice(0, 1) + letters : letters
      doubled = false
    }
  }
  return text.replace(/ou/g, 'o').replace(/uu/g, 'u').replace(/oo/g, 'o')
}
