import { roomWords } from '../words.ts'
import { en as orders } from './orders/words.en.ts'
import { ja as ordersJa } from './orders/words.ja.ts'
import { en as products } from './products/words.en.ts'
import { ja as productsJa } from './products/words.ja.ts'

export const useOrderWords = roomWords(ordersJa, orders)
export const useProductWords = roomWords(productsJa, products)
