/*
 * Offers of Tokui on a page of a shop. One line puts them there:
 *   <script async src="https://TOKUI/offers.js" data-key="tkp_…" data-product="CODE" data-link="/products/{code}"></script>
 * They stand in the place of the script, in a shadow tree that takes the page's letters and colours. No cookies are set,
 * nobody else is asked, and whatever comes is shown as text. Where nothing comes, nothing is shown.
 */
;(() => {
  const script = document.currentScript
  if (!script) return
  const { key, product, link, title, customer, size = '4', exclude, into } = script.dataset
  if (!key) return
  const server = new URL(script.src).origin
  const language = script.dataset.lang || document.documentElement.lang || navigator.language
  const japanese = language.startsWith('ja')
  const words = japanese
    ? {
        title: 'おすすめの商品',
        together: '一緒に買われています',
        next: '次に選ばれています',
        alternative: '似た商品です',
        forYou: 'あなたへのおすすめ',
        popular: '人気の商品です',
      }
    : {
        title: 'You may also like',
        together: 'Bought together',
        next: 'Often bought next',
        alternative: 'Similar',
        forYou: 'For you',
        popular: 'Popular',
      }

  const ask = (path, query, token, body) =>
    fetch(`${server}${path}?${new URLSearchParams(query)}`, {
      method: body ? 'POST' : 'GET',
      mode: 'cors',
      credentials: 'omit',
      referrerPolicy: 'origin',
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { 'tokui-customer': token } : {}),
      },
      // an opening is said while the page is being left
      ...(body ? { body: JSON.stringify(body), keepalive: true } : {}),
    })

  /** The address of a product in the shop; never one that runs something. */
  function addressOf(code) {
    if (!link) return null
    const text = link.replaceAll('{code}', encodeURIComponent(code))
    if (!URL.canParse(text, document.baseURI)) return null
    const address = new URL(text, document.baseURI)
    return /^https?:$/.test(address.protocol) ? address.href : null
  }

  function element(name, text, className) {
    const made = document.createElement(name)
    if (text !== undefined) made.textContent = text
    if (className) made.className = className
    return made
  }

  function rowOf(item, money, token) {
    const row = element('li')
    const address = addressOf(item.code)
    const name = element(address ? 'a' : 'span', item.name, 'name')
    if (address) {
      name.href = address
      const opened = { product: item.code, place: item.place }
      name.addEventListener('click', () => {
        ask('/api/shop-offers/openings', { key }, token, opened).catch(() => {})
      })
    }
    row.append(name)
    if (item.price !== null) row.append(element('span', money(item.price), 'price'))
    row.append(element('span', words[item.place], 'why'))
    return row
  }

  const style = `:host{display:block;font:inherit;color:inherit}
h2{font-size:1.1em;margin:0 0 .5em}
ul{list-style:none;margin:0;padding:0;display:grid;gap:.75em;grid-template-columns:repeat(auto-fill,minmax(10em,1fr))}
li{display:flex;flex-direction:column;gap:.15em;border-top:1px solid;padding-top:.5em;min-width:0;overflow-wrap:anywhere}
a{color:inherit;min-height:24px}a:focus-visible{outline:2px solid;outline-offset:2px}
.name{font-weight:bold}.why{font-size:.85em}`

  function show({ items, currency }, token) {
    if (items.length === 0) return
    const format = new Intl.NumberFormat(japanese ? 'ja-JP' : language, { style: 'currency', currency })
    const digits = format.resolvedOptions().maximumFractionDigits
    const host = element('div')
    host.lang = japanese ? 'ja' : 'en'
    const root = host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [sheet]
    const section = element('section')
    const heading = element('h2', title || words.title)
    section.setAttribute('aria-label', heading.textContent)
    const list = element('ul')
    const money = (amount) => format.format(amount / 10 ** digits)
    list.append(...items.map((item) => rowOf(item, money, token)))
    section.append(heading, list)
    root.append(section)
    const place = into && document.querySelector(into)
    if (place) place.append(host)
    else script.after(host)
  }

  async function load(token) {
    const query = { key, size, ...(product ? { product } : {}), ...(exclude ? { exclude } : {}) }
    const reply = await ask('/api/shop-offers', query, token)
    // a page left open outlives its token: then it is shown to nobody in particular
    if (reply.status === 401 && token) {
      await reply.text()
      return load()
    }
    if (reply.ok) show(await reply.json(), token)
  }
  // a shop's page goes on whatever happens here
  load(customer).catch(() => {})
})()
