import type { Words } from '../../words.ts'
import type { ja } from './words.ja.ts'

const count = (value: number) => value.toLocaleString('en-US')

export const en: Words<typeof ja> = {
  channelId: 'Channel ID',
  channelIdNote: 'The number under “Basic settings” in LINE Developers.',
  channelSecret: 'Channel secret',
  channelSecretNote: 'Under “Basic settings”.',
  accessToken: 'Channel access token (long-lived)',
  accessTokenNote: 'Issued under “Messaging API”.',
  keepSecret: 'Left empty, the present value stays.',
  linkPage: 'Page where members sign in',
  linkPageNote: 'Who becomes a friend is sent a link to this page. Left empty, nothing is sent.',
  linkMessage: 'Text of the reply',
  linkMessageNote: 'Stands above the link.',
  setUp: 'Settings at LINE',
  steps: [
    'Open the Messaging API channel of your official account in LINE Developers.',
    'Paste the address below as “Webhook URL” under “Messaging API”.',
    'Switch on “Use webhook” and “Webhook redelivery”.',
    'Press “Ask LINE” below. It is done once everything is well.',
  ],
  webhookUrl: 'Webhook URL',
  check: 'Ask LINE',
  checking: 'Asking LINE',
  account: 'Access token',
  accountWell: (name, basicId) => `Connected to “${name}” (${basicId})`,
  refused: (status) => `Refused by LINE (${status}). Paste the token anew`,
  notAsked: 'LINE cannot be reached. Check that this server may call others',
  endpoint: 'Webhook URL',
  endpointWell: 'The same as above',
  endpointNone: 'Not set. Paste the address above',
  endpointOther: (address) => `Another address is set (${address}). Change it to the one above`,
  active: 'Use webhook',
  activeWell: 'On',
  activeNot: 'Off. Switch it on',
  reached: 'Test by LINE',
  reachedWell: 'It came through',
  reachedNot: (detail) =>
    `It did not come through (${detail}). Check that TOKUI_ORIGIN is an https address open to the world`,
  friends: 'Friends',
  friendCounts: (friends, blocked, linked) =>
    `Friends ${count(friends)}  of these joined with members ${count(linked)}  Blocked ${count(blocked)}`,
  link: 'Joining members',
  linkWhy:
    'The LINE account of a member who is signed in at the shop is joined with the member’s record. The shop’s server asks for a nonce, which holds for ten minutes, and sends the member on to LINE. The record of the LINE account is merged into the member’s; a merge can be taken back.',
  linkCall: 'The call for a nonce',
  guide: 'The guide “LINE” has every step.',
  topics: {
    follow: 'New friend',
    unfollow: 'Blocked',
    message: 'Message',
    postback: 'Button',
    accountLink: 'Joining a member',
  },
}
