import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { testNow as now } from '../../../test/context.ts'
import { longestFailure, mostTries, nextTry, pauseAfter, readRetryAfter, verdictOf } from './pace.ts'
import { newSecret, signedHeaders } from './signature.ts'

test('signatures are those of Standard Webhooks', () => {
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
  }
  expect(signedHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], message)).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('while a secret is being replaced both sign', () => {
  const secrets = [newSecret(), newSecret()]
  const message = { id: 'msg_1', at: now, body: '{}' }
  const signed = signedHeaders(secrets, message)
  const expected = secrets.map((secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    expect(key).toHaveLength(32)
    const mac = createHmac('sha256', key).update(`msg_1.${now.getTime() / 1000}.{}`)
    return `v1,${mac.digest('base64')}`
  })
  expect(signed['webhook-signature']).toBe(expected.join(' '))
})

test('tries come at the pace of Standard Webhooks, over three days, and end', () => {
  let at = now
  const hours: number[] = []
  for (let tries = 1; ; tries++) {
    const next = nextTry(tries, at, 0, null)
    if (next === null) break
    at = next
    hours.push(Math.round((at.getTime() - now.getTime()) / 36_000) / 100)
  }
  expect(hours).toEqual([0, 0.08, 0.58, 2.58, 7.58, 17.58, 31.58, 51.58, 75.58])
  expect(hours).toHaveLength(mostTries - 1)
  expect(longestFailure).toBeLessThan(75.58 * 3_600_000)
  expect(nextTry(1, now, 1, null)).toEqual(new Date(now.getTime() + 5500))
})

test('an endpoint that asks for time is given it, within reason', () => {
  expect(readRetryAfter('120', now)).toEqual(new Date(now.getTime() + 120_000))
  expect(readRetryAfter(new Date(now.getTime() + 60_000).toUTCString(), now)).toEqual(new Date(now.getTime() + 60_000))
  expect(readRetryAfter('999999999', now)).toEqual(new Date(now.getTime() + 86_400_000))
  for (const nonsense of [undefined, '', 'soon', '-5', '0', 'Sun, 01 Jan 2023 00:00:00 GMT']) {
    expect(readRetryAfter(nonsense, now)).toBeNull()
  }
  const asked = new Date(now.getTime() + 600_000)
  expect(nextTry(1, now, 0, asked)).toEqual(asked)
  expect(pauseAfter(1, now, asked)).toEqual(asked)
  expect(pauseAfter(50, now, null)).toEqual(new Date(now.getTime() + 1_800_000))
})

test.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [301, 'failed'],
  [302, 'failed'],
  [400, 'failed'],
  [410, 'gone'],
  [429, 'failed'],
  [500, 'failed'],
  [0, 'failed'],
])('an answer of %i means %s', (status, verdict) => expect(verdictOf(status)).toBe(verdict))
