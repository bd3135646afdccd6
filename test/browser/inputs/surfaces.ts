import type { Page } from 'playwright-core'

/** A place that opens over a screen, or a field that appears in it, and the way there. */
export interface Surface {
  name: string
  /** the screen, as the sitemap has it; `/imports/$rejected` is one that left rows out */
  at: string
  /** nothing opens over the screen: the field stands in it */
  inPlace?: true
  open(page: Page): Promise<unknown>
}

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click()
const pressIn = (region: string, name: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByRole('region', { name: region }).getByRole('button', { name }).first().click()
const inTurn =
  (...steps: ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const step of steps) await step(page)
  }
const tickFirst = (page: Page) =>
  page.locator('tbody tr[data-row]').first().getByRole('checkbox').locator('xpath=ancestor::label').click()
/** the first entry of a list that is kept by hand */
const firstEntry = (page: Page) => page.locator('tbody tr[data-row]').first().getByRole('button').first().click()
const choose = (label: RegExp, option: string) => async (page: Page) => {
  await page.getByRole('button', { name: label }).last().click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const inside = (name: string) => (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
const filter = (field: string) => inTurn(press('条件'), inside(field))

/** Everything that opens and has something to type into. A component without a way here fails the last test. */
export const surfaces: Surface[] = [
  { name: 'palette', at: '/jobs', open: (page) => page.keyboard.press('Control+K') },

  { name: 'a customer by hand', at: '/customers', open: press('顧客を追加') },
  { name: 'a filter by text', at: '/customers', open: filter('会社名') },
  { name: 'a filter by number', at: '/customers', open: filter('回数') },
  { name: 'a filter by days', at: '/customers', open: filter('最終購入') },
  {
    name: 'a filter by date',
    at: '/customers',
    open: inTurn(filter('最終購入'), (page) => page.getByText('日付で').click()),
  },
  { name: 'saving a view', at: '/customers?rank=S', open: press('この条件を保存') },
  { name: 'tags for many', at: '/customers', open: inTurn(tickFirst, press('タグを付ける')) },
  { name: 'exporting all', at: '/customers', open: press('書き出す') },

  { name: 'a fact of a customer', at: '/customers/$id', inPlace: true, open: press(/^会社名を編集/) },
  { name: 'a birthday', at: '/customers/$id', inPlace: true, open: press(/^生年月日を編集/) },
  { name: 'a preference in place', at: '/customers/$id', inPlace: true, open: pressIn('好みと注意', /を編集/) },
  { name: 'a preference', at: '/customers/$id', open: pressIn('好みと注意', '追加') },
  { name: 'a tag of a customer', at: '/customers/$id', open: pressIn('タグ', 'タグを付ける') },
  { name: 'a consent', at: '/customers/$id', open: pressIn('連絡の同意', '記録する') },
  { name: 'somebody of the household', at: '/customers/$id', open: pressIn('家族と会社', '追加') },
  {
    name: 'merging with another record',
    at: '/customers/$id',
    open: inTurn(pressIn('記録の統合', '統合する'), async (page) => {
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('combobox').fill('佐藤')
      await page.getByRole('option', { name: /佐藤/ }).last().click()
      await dialog.getByLabel('統合した理由').waitFor()
    }),
  },
  { name: 'a phone number', at: '/customers/$id', open: pressIn('連絡先', '追加') },
  {
    name: 'an address',
    at: '/customers/$id',
    open: inTurn(pressIn('連絡先', '追加'), choose(/種類/, '住所')),
  },
  { name: 'a note', at: '/customers/$id', open: press('メモを書く') },
  { name: 'a day of the timeline', at: '/customers/$id', open: press('日付へ移動') },

  { name: 'a form', at: '/forms', open: press('フォームを作る') },
  { name: 'a question of a form', at: '/forms/$id', inPlace: true, open: press('「お名前」を編集') },
  { name: 'choices of a question', at: '/forms/$id', inPlace: true, open: choose(/項目を追加/, '一つ選ぶ') },
  { name: 'the name of a connection', at: '/connections/$id', open: press('名前を変更') },

  { name: 'an official account of LINE', at: '/connections/new?kind=line', inPlace: true, open: async () => {} },
  { name: 'an official account that is there', at: '/connections/$line', inPlace: true, open: async () => {} },
  { name: 'a site', at: '/connections/new?kind=site', inPlace: true, open: async () => {} },
  { name: 'an endpoint', at: '/connections/new?kind=webhook-out', inPlace: true, open: async () => {} },
  { name: 'sending again what failed', at: '/connections/$endpoint', open: press('失敗を送り直す') },

  { name: 'a watched folder', at: '/connections/new?kind=folder', inPlace: true, open: async () => {} },
  {
    name: 'a server of files, by key',
    at: '/connections/new?kind=sftp',
    inPlace: true,
    open: (page) => page.getByText('秘密鍵').first().click(),
  },

  { name: 'a shop', at: '/connections/new?kind=shopify', inPlace: true, open: async () => {} },
  { name: 'a shop by its address', at: '/connections/new?kind=eccube', inPlace: true, open: async () => {} },
  { name: 'a shop that is asked', at: '/connections/$shopify', inPlace: true, open: async () => {} },
  { name: 'a shop that lets in', at: '/connections/$eccube', inPlace: true, open: async () => {} },
  {
    name: 'what stands where in a message',
    at: '/connections/$hook',
    inPlace: true,
    open: press('取り込むものを追加'),
  },

  { name: 'a period of orders', at: '/orders', open: press(/^期間/) },
  { name: 'a product', at: '/products', open: press('商品を追加') },
  { name: 'a fact of a product', at: '/products/$id', inPlace: true, open: press(/^商品名を編集/) },
  { name: 'a price', at: '/products/$id', inPlace: true, open: press(/^価格を編集/) },

  { name: 'a customer to recommend to', at: '/analysis/offers?customer=1', inPlace: true, open: async () => {} },
  {
    name: 'rules of recommendations',
    at: '/analysis/offers',
    open: inTurn(press('変える'), (page) => page.getByText('買った後に空ける日数').click()),
  },
  {
    name: 'a product and what is bought with it',
    at: '/analysis/affinity?product=1',
    inPlace: true,
    open: async () => {},
  },
  { name: 'a product that runs out', at: '/analysis/due', inPlace: true, open: async () => {} },
  { name: 'how long products last', at: '/analysis/due?view=products', inPlace: true, open: async () => {} },

  { name: 'a file before it comes in', at: '/imports/$id', inPlace: true, open: async () => {} },
  { name: 'rows that were left out', at: '/imports/$rejected', inPlace: true, open: async () => {} },

  {
    name: 'fans by rank',
    at: '/analysis/fans/definition',
    inPlace: true,
    open: (page) => page.getByText('良いランクを続けて保った方').click(),
  },
  { name: 'a past day to count', at: '/analysis/cohorts', open: press('過去の日で数え直す') },
  { name: 'costs of an ad code', at: '/analysis/curves', open: press(/sns-01の広告費を変える$/) },
  { name: 'costs of a new ad code', at: '/analysis/curves', open: press('広告費を入力') },
  { name: 'shipping and fees', at: '/analysis/curves?numerator=margin', inPlace: true, open: async () => {} },

  { name: 'a store', at: '/settings/stores', open: press('店舗を追加') },
  { name: 'a store that is there', at: '/settings/stores', open: firstEntry },
  { name: 'a channel', at: '/settings/channels', open: press('販路を追加') },
  { name: 'a channel that is there', at: '/settings/channels', open: firstEntry },
  {
    name: 'a field with choices',
    at: '/settings/attributes',
    open: inTurn(press('項目を追加'), choose(/種類/, '選択肢')),
  },
  { name: 'a field that is there', at: '/settings/attributes', open: firstEntry },
  { name: 'a tag', at: '/settings/tags', open: press('タグを追加') },
  { name: 'a tag that is there', at: '/settings/tags', open: firstEntry },
  { name: 'an invitation', at: '/settings/staff', open: press('招待') },
  { name: 'a person', at: '/settings/staff', open: firstEntry },
  { name: 'an API key', at: '/settings/keys', open: press('APIキーを作る') },
  { name: 'a key of shop pages', at: '/settings/offers', open: press('キーを作る') },
  { name: 'removing the demo shop', at: '/settings/demo', open: press('デモデータを消す') },

  { name: 'a password', at: '/profile', open: press(/^パスワードを(変更|決める)$/) },
  { name: 'an authenticator', at: '/profile', open: press('認証アプリを登録') },
  { name: 'a passkey', at: '/profile', open: press('パスキーを追加') },
]
