import type { Words } from '../words.ts'
import type { ja } from './words.ja.ts'

export const en: Words<typeof ja> = {
  title: 'Consent to be contacted',
  note: 'Promotion',
  record: 'Record',
  history: (count) => `All ${count.toLocaleString('en-US')}`,
  channels: { mail: 'E-mail', line: 'LINE', sms: 'SMS', phone: 'Phone', post: 'Post' },
  purposes: { promotion: 'Promotion', survey: 'Surveys' },
  standing: { granted: 'Agreed', refused: 'Refused', unknown: 'Not asked' },
  since: (day) => `since ${day}`,
  vias: {
    form: 'Form',
    shop: 'Member page of the shop',
    phone: 'Phone',
    counter: 'At the counter',
    paper: 'On paper',
    mail: 'E-mail',
    line: 'LINE',
    import: 'Import',
  },
  dialog: {
    title: 'Record consent',
    save: 'Record',
    channel: 'By',
    purpose: 'For',
    decision: 'The customer',
    granted: 'Agrees',
    refused: 'Refuses',
    via: 'Heard by',
    remark: 'Evidence',
    remarkNote: 'Number of a form, time of a call … What is written here cannot be removed.',
  },
  saved: 'Recorded.',
  whole: 'What was recorded stays. When somebody changes their mind, record it anew.',
  by: (name) => `Recorded by ${name}`,
  about: (channel, purpose) => `${channel} (${purpose})`,
}
