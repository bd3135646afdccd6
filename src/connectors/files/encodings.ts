/** Character sets files come in. `cp932` is what Windows and most Japanese carts call Shift_JIS. */
export const encodings = ['utf-8', 'cp932', 'euc-jp', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof encodings)[number]
