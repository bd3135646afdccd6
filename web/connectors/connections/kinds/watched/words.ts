import { roomWords } from '../../../../words.ts'
import { en } from './words.en.ts'
import { ja } from './words.ja.ts'

export const useWatchWords = roomWords(ja, en)
