import { roomWords } from '../../words.ts'
import { en } from './words.en.ts'
import { ja } from './words.ja.ts'

export const useMergingWords = roomWords(ja, en)
