/** What a shop pastes into its pages. */
export const tagOf = (server: string, key: string): string =>
  `<script>window.tokui=window.tokui||function(){(tokui.q=tokui.q||[]).push(arguments)}</script>
<script async src="${server}/t.js" data-key="${key}"></script>`

/** What happens on a page beside its being opened. */
export const callLines = `tokui('product', { code: 'SOAP-1', name: '石けん', price: 1800 })
tokui('search', '椿油', 12)
tokui('cart', { code: 'SOAP-1', name: '石けん', price: 1800, quantity: 1 })
tokui('order', { number: 'A-1001', total: 3600 })
tokui('identify', '会員番号', { email: 'hanako@example.jp', lastName: '佐藤', firstName: '花子' })
tokui('reset')`

export const browserLine = (server: string, key: string): string =>
  `AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${server}' })`

export const serverLine = (server: string, key: string): string =>
  `new Analytics({ writeKey: '${key}', host: '${server}' })`
