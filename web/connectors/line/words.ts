import { roomWords } from '../../words.ts'
import { en } from './words.en.ts'
import { ja } from './words.ja.ts'

export const useLineWords = roomWords(ja, en)
