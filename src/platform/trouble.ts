/** Something the person who runs the program can put right; shown as a sentence, without a stack. */
export class Trouble extends Error {}
