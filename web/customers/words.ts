import { roomWords } from '../words.ts'
import { en as list } from './list/words.en.ts'
import { ja as listJa } from './list/words.ja.ts'
import { en as record } from './record/words.en.ts'
import { ja as recordJa } from './record/words.ja.ts'

export const useListWords = roomWords(listJa, list)
export const useRecordWords = roomWords(recordJa, record)
