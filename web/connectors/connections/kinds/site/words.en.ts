import type { Words } from '../../../../words.ts'
import type { ja } from './words.ja.ts'

const count = (value: number) => value.toLocaleString('en')

export const en: Words<typeof ja> = {
  kind: {
    name: 'Site tracking and API',
    sentence:
      'Takes in what happens on the pages and servers of a shop: views, searches, carts, sign-ins. Segment libraries work unchanged.',
    troubles: {
      'message-unreadable': {
        reason: 'Something arrived that cannot be read.',
        remedy: 'See that the sender sends JSON of at most 500 kB, in UTF-8.',
      },
      'message-not-an-object': {
        reason: 'Something arrived that is no event.',
        remedy: 'See that the batch is a list of events.',
      },
      'message-unknown-type': {
        reason: 'An event of an unknown type arrived.',
        remedy: 'Make its type identify, track, page, screen, group or alias.',
      },
      'message-nobody': {
        reason: 'An event arrived that is about nobody.',
        remedy: 'Send a userId or an anonymousId; an alias needs a previousId too.',
      },
      'message-no-name': {
        reason: 'An event without a name arrived.',
        remedy: 'Give track the name of the event.',
      },
      'message-wrong-id': {
        reason: 'An event with an id of the wrong form arrived.',
        remedy: 'Make ids texts of at most 255 characters, or numbers.',
      },
      'message-too-large': {
        reason: 'An event arrived that is too large.',
        remedy: 'Keep each within 32 kB.',
      },
      'message-too-deep': {
        reason: 'An event arrived whose properties are nested too deep.',
        remedy: 'Nest at most 12 levels.',
      },
    },
  },
  name: 'Name',
  nameNote: 'Shown in the list.',
  namePlaceholder: 'Our shop’s site',
  source: 'Member numbers',
  sourceNote:
    'Whose member numbers the ids are. With a system chosen, what arrives goes to the customers imported from it.',
  ownNumbers: 'Numbers of this connection alone',
  numbersOf: (source) => `Member numbers of “${source}”`,
  use: 'Where is it sent from?',
  usePages: 'Pages of the shop',
  usePagesNote: 'Anybody can see the key. Names and contacts that come are used for new customers only.',
  useServer: 'A server of the shop',
  useServerNote: 'The key stays inside. Names and contacts also fill empty fields of customers who are there.',
  origins: 'Where the pages are',
  originsNote: 'Only what pages of these places send is taken in. One a line, beginning with https://.',
  makesCustomers: 'When a member nobody knows signs in, make a customer',
  make: 'Make the connection',
  save: 'Save the settings',
  saved: 'Settings saved',
  paste: 'Code for the pages',
  pasteNote: 'Put it before </head> of every page. That a page was opened is sent by itself.',
  pasteWait:
    'To send only after consent, add data-consent="wait" to the second line and call tokui(\'consent\', true) once it is given. Until then nothing is stored or sent.',
  signals: 'Nothing is sent by browsers that say they do not want to be tracked (GPC, DNT).',
  calls: 'Send products, searches, carts and sign-ins',
  libraries: 'Send with the Segment libraries',
  browserLibrary: 'Browsers (@segment/analytics-next)',
  serverLibrary: 'Servers (@segment/analytics-node)',
  key: 'Write key',
  keyNote: 'It goes into the pages or the server.',
  renew: 'Make a new key',
  renewTitle: (name) => `A new key for “${name}”`,
  renewEffects: ['The present key holds for 24 hours more.', 'Replace it in pages and servers meanwhile.'],
  renewed: 'There is a new key',
  former: (time) => `The former key holds until ${time}.`,
  recent: 'What arrived last',
  recentNote: 'Up to 20 since the server was started',
  noRecent: 'Nothing has arrived yet.',
  noRecentWhy: 'Open a page that has the code, or send from the server: it will appear here.',
  unknownVisitors: (visitors) => `${count(visitors)} visitors nobody knows (30 days)`,
  time: 'Happened',
  what: 'Event',
  about: 'About',
  who: 'Who',
  customer: (id) => `Customer ${id}`,
  visitor: 'Visitor',
  kinds: {
    view: 'View',
    search: 'Search',
    cart: 'Into the cart',
    'cart-remove': 'Out of the cart',
    checkout: 'Ordered',
    track: 'Event',
    identify: 'Recognised',
    group: 'Group',
    alias: 'Ids joined',
  },
}
