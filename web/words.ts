import { createContext, use } from 'react'
import { en } from './words.en.ts'
import { ja } from './words.ja.ts'

export type Language = 'ja' | 'en'

/** The shape of a words file: the same keys, texts or functions of the same values; a missing key is a type error. */
export type Words<W> = W extends string
  ? string
  : W extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Key in keyof W]: Words<W[Key]> }

export const LanguageContext = createContext<Language>('ja')

export function useLanguage(): Language {
  return use(LanguageContext)
}

/** Makes the `useWords` of a room from its two words files, so that a room's texts load with the room. */
export function roomWords<W extends object>(ja: W, en: Words<W>): () => Words<W> {
  return function useRoomWords() {
    return useLanguage() === 'ja' ? (ja as unknown as Words<W>) : en
  }
}

/** The words everyone shares: places, common verbs, refusals, times. */
export const useWords = roomWords(ja, en)
