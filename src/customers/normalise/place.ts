import { foldName } from '../fold.ts'

/** Key of a place name: ヶケが, 之ノの, 竈釜 and 埠頭ふ頭 are typed either way. */
export function placeKey(text: string): string {
  return foldName(text)
    .replace(/(?<=\p{Script=Han})[けがか](?=\p{Script=Han})/gu, 'が')
    .replace(/(?<=\p{Script=Han})[之乃](?=\p{Script=Han})/gu, 'の')
    .replace(/埠頭/g, 'ふ頭')
    .replace(/竈/g, '釜')
}
