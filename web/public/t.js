/*
 * What visitors do on the pages of a shop, told to Tokui. Two lines put it there:
 *   <script>window.tokui=window.tokui||function(){(tokui.q=tokui.q||[]).push(arguments)}</script>
 *   <script async src="https://TOKUI/t.js" data-key="site_…"></script>
 * then  tokui('product', { code: 'SOAP-1', name: '石けん', price: 1800 }),  tokui('identify', 'M-1', { email: '…' })  and so on.
 *
 * With data-consent="wait" nothing is stored or sent before tokui('consent', true). Browsers that say they do not want to
 * be tracked (Global Privacy Control, Do Not Track) are left alone, unless data-signals="ignore". Nobody else is asked.
 */
;(() => {
  const script = document.currentScript
  const waiting = window.tokui?.q ?? []
  if (!script?.dataset.key || window.tokui?.isLoaded) return
  const { key, consent, signals, domain, auto } = script.dataset
  const address = `${new URL(script.src).origin}/v1/batch`
  const [idName, queueName, consentName] = ['tokui.id', 'tokui.queue', 'tokui.consent']
  const mostKept = 200
  const mostAtOnce = 20
  const year = 31_536_000
  const objects = navigator.globalPrivacyControl === true || navigator.doNotTrack === '1'

  /** a page may be read where storing is forbidden: then everything lasts as long as the page */
  const memory = {}
  const store = {
    get(name) {
      try {
        return localStorage.getItem(name) ?? memory[name] ?? null
      } catch {
        return memory[name] ?? null
      }
    },
    set(name, value) {
      memory[name] = value
      try {
        localStorage.setItem(name, value)
      } catch {}
    },
    remove(name) {
      delete memory[name]
      try {
        localStorage.removeItem(name)
      } catch {}
    },
  }

  /** pages of several hosts of one shop know a visitor by a cookie; of one host by what the browser keeps for it */
  const cookie = {
    get: () => document.cookie.match(/(?:^|; )tokui_id=([\w-]+)/)?.[1],
    set(value, seconds) {
      const secure = location.protocol === 'https:' ? '; secure' : ''
      document.cookie = `tokui_id=${value}; domain=${domain}; path=/; max-age=${seconds}; samesite=lax${secure}`
    },
  }

  const uuid = () =>
    crypto.randomUUID?.() ??
    // pages without TLS
    '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    )

  function visitor() {
    const known = (domain && cookie.get()) || store.get(idName)
    const id = known || uuid()
    if (!known) store.set(idName, id)
    if (domain && cookie.get() !== id) cookie.set(id, year)
    return id
  }

  let mayTell = false
  // what somebody said on these pages is worth more than what their browser says everywhere
  let isRefused = objects && signals !== 'ignore' && store.get(consentName) !== 'given'
  /** said before it was known whether it may be kept: in this page's memory only */
  let unsaid = []
  let userId = null
  let timer = 0
  let failures = 0
  let isSending = false

  const readQueue = () => {
    try {
      const queue = JSON.parse(store.get(queueName) ?? '[]')
      return Array.isArray(queue) ? queue : []
    } catch {
      return []
    }
  }
  const writeQueue = (queue) => store.set(queueName, JSON.stringify(queue.slice(-mostKept)))

  function tell(message) {
    if (isRefused) return
    const { pathname, hostname } = location
    const from = document.referrer && new URL(document.referrer)
    const query = new URLSearchParams(location.search)
    const campaign = ['source', 'medium', 'name', 'term', 'content'].flatMap((name) => {
      const value = query.get(`utm_${name === 'name' ? 'campaign' : name}`)
      return value ? [[name, value.slice(0, 100)]] : []
    })
    const context = {
      page: {
        path: pathname,
        title: document.title.slice(0, 200),
        // what stands behind a question mark elsewhere is nobody's business here
        referrer: from ? from.origin + (from.hostname === hostname ? from.pathname : '') : '',
      },
      ...(campaign.length ? { campaign: Object.fromEntries(campaign) } : {}),
    }
    const whole = { ...message, messageId: uuid(), timestamp: new Date().toISOString(), context }
    if (mayTell) keep([whole])
    else unsaid = [...unsaid, whole].slice(-mostKept)
  }

  function keep(messages) {
    const anonymousId = visitor()
    const named = messages.map((one) => ({ ...one, anonymousId, ...(one.userId || !userId ? {} : { userId }) }))
    const queue = [...readQueue(), ...named]
    writeQueue(queue)
    flushIn(queue.length >= mostAtOnce ? 0 : 1000)
  }

  function flushIn(milliseconds) {
    clearTimeout(timer)
    timer = setTimeout(flush, milliseconds)
  }

  /** What is not answered stays and is sent again as it is: the same message is kept once. */
  async function flush(isLeaving) {
    const batch = readQueue().slice(0, mostAtOnce)
    if (!mayTell || batch.length === 0 || (isSending && !isLeaving)) return
    isSending = true
    let wait = 0
    const body = JSON.stringify({ writeKey: key, sentAt: new Date().toISOString(), batch })
    try {
      const reply = await fetch(address, {
        method: 'POST',
        mode: 'cors',
        credentials: 'omit',
        referrerPolicy: 'origin',
        // goes on when the page is left; browsers do that for so many bytes only
        keepalive: body.length < 20_000,
        headers: { 'content-type': 'text/plain' },
        body,
      })
      const isAgain = reply.status >= 500 || reply.status === 429 || reply.status === 408
      if (isAgain) wait = Number(reply.headers.get('retry-after')) * 1000 || 1
      else done(batch)
      failures = isAgain ? failures + 1 : 0
    } catch {
      failures += 1
    }
    isSending = false
    if (failures > 0) flushIn(Math.max(wait, Math.min(60_000, 500 * 2 ** failures) * (0.75 + Math.random() / 2)))
    else if (readQueue().length > 0) flushIn(0)
  }

  function done(batch) {
    const ids = new Set(batch.map(({ messageId }) => messageId))
    writeQueue(readQueue().filter(({ messageId }) => !ids.has(messageId)))
  }

  const track = (event, properties = {}) => tell({ type: 'track', event: String(event), properties })
  const product = ({ code, ...more } = {}) => ({ ...(code === undefined ? {} : { sku: code }), ...more })

  const calls = {
    page: (properties = {}) =>
      tell({ type: 'page', properties: { title: document.title, path: location.pathname, ...properties } }),
    search: (query, results) => track('Products Searched', { query, ...(results === undefined ? {} : { results }) }),
    product: (goods) => track('Product Viewed', product(goods)),
    cart: (goods) => track('Product Added', product(goods)),
    uncart: (goods) => track('Product Removed', product(goods)),
    order: ({ number, items, ...more } = {}) =>
      track('Order Completed', { order_id: number, ...more, ...(items ? { products: items.map(product) } : {}) }),
    track,
    identify(id, traits = {}) {
      if (id) userId = String(id)
      tell({ type: 'identify', ...(userId ? { userId } : {}), traits })
    },
    /** somebody else sits down: what follows is another visitor's */
    reset() {
      userId = null
      forget([idName])
    },
    consent(isGiven) {
      isRefused = !isGiven
      mayTell = Boolean(isGiven)
      if (!isGiven) {
        unsaid = []
        clearTimeout(timer)
        forget([idName, queueName, consentName])
        return
      }
      store.set(consentName, 'given')
      const said = unsaid
      unsaid = []
      if (said.length > 0) keep(said)
      else flushIn(0)
    },
  }

  function forget(names) {
    for (const name of names) store.remove(name)
    if (domain && names.includes(idName)) cookie.set('', 0)
  }

  const tokui = (name, ...given) => {
    // a shop's page goes on whatever happens here
    try {
      if (Object.hasOwn(calls, name)) calls[name](...given)
    } catch {}
  }
  tokui.isLoaded = true
  window.tokui = tokui

  if (!isRefused && (consent !== 'wait' || store.get(consentName) === 'given')) {
    mayTell = true
    flushIn(1000)
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void flush(true)
  })
  if (auto !== 'off') tokui('page')
  for (const call of waiting) tokui(...call)
})()
