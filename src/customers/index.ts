/**
 * Customers: who they are, how to reach them, what is worth remembering about them, and the one stream of what
 * happened. Every change is kept with who, when, before and after, and can be taken back.
 */
export {
  addressKey,
  type ContactKind,
  contactKey,
  emailKey,
  foldKana,
  foldName,
  type Names,
  nameKeys,
  phoneKey,
  postcodeKey,
} from './fold.ts'
