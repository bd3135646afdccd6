import '../../web/app.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { createRoot } from 'react-dom/client'
import { Toaster } from 'sonner'
import { Notice, RankBadge, StateTag } from '../../web/ui/Badge.tsx'
import { Button, LinkButton } from '../../web/ui/Button.tsx'
import { Toolbar } from '../../web/ui/bars.tsx'
import { ChartFrame } from '../../web/ui/ChartFrame.tsx'
import { ChipButton, FilterChip, Tag, ToggleChip } from '../../web/ui/Chip.tsx'
import { Checkbox, CheckboxGroup, ComboBox, Radio, RadioGroup, Select, Switch } from '../../web/ui/Choice.tsx'
import { Chart, type ChartOption } from '../../web/ui/chart.tsx'
import { axisOf } from '../../web/ui/chart-theme.ts'
import { type Column, DataTable } from '../../web/ui/DataTable.tsx'
import { BirthdayField, DatePicker } from '../../web/ui/DateField.tsx'
import { ConfirmDialog, Form, FormDialog } from '../../web/ui/Dialog.tsx'
import { Figure, Figures } from '../../web/ui/Figure.tsx'
import { FileDrop } from '../../web/ui/FileDrop.tsx'
import { InlineEdit } from '../../web/ui/InlineEdit.tsx'
import { guardComposition } from '../../web/ui/keys.ts'
import { Link } from '../../web/ui/Link.tsx'
import { Page } from '../../web/ui/Page.tsx'
import { Menu, MenuItem, MenuSection, Popover } from '../../web/ui/Popover.tsx'
import { Progress } from '../../web/ui/Progress.tsx'
import { Section } from '../../web/ui/Section.tsx'
import { EmptyState, ErrorState, Loading } from '../../web/ui/states.tsx'
import { ViewTabs } from '../../web/ui/Tabs.tsx'
import { NumberField, SearchBox, TextArea, TextField } from '../../web/ui/TextField.tsx'
import { toast } from '../../web/ui/toast.ts'
import { Change, Count, Day, Money, None, Percent, When } from '../../web/ui/values.tsx'

/** What the page says has happened; tests read it. */
function useLog() {
  const [log, setLog] = useState<string[]>([])
  const say = useCallback((line: string) => setLog((former) => [...former, line]), [])
  return { log, say }
}

const rooms = ['佐藤商店', '鈴木工房', '高橋薬局', '田中茶舗'].map((label, index) => ({ id: index + 1, label }))

function Fields({ say }: { say(line: string): void }) {
  const [place, setPlace] = useState<number | null>(null)
  const [store, setStore] = useState<number | null>(2)
  const [amount, setAmount] = useState(5000)
  const [birthday, setBirthday] = useState<string | null>('1968-04-12')
  const [day, setDay] = useState<string | null>('2026-11-22')
  return (
    <Section title="入力">
      <Form onSubmit={() => say('submit')} problems={{ email: '形式が違います。入力し直してください。' }}>
        <TextField label="氏名" name="name" isRequired note="姓と名の間を空けます。" />
        <TextField label="メール" name="email" type="email" />
        <NumberField label="金額" unit="円" value={amount} onChange={setAmount} />
        <TextArea label="メモ" name="memo" />
        <ComboBox label="取引先" choices={rooms} value={place} onChange={(id) => (setPlace(id), say(`pick ${id}`))} />
        <Select label="店舗" choices={rooms} value={store} onChange={(id) => setStore(id)} />
        <BirthdayField label="生年月日" value={birthday} onChange={setBirthday} />
        <DatePicker label="開始日" value={day} onChange={setDay} />
        <Checkbox>お知らせを送る</Checkbox>
        <CheckboxGroup label="手段">
          <Checkbox value="mail">メール</Checkbox>
          <Checkbox value="post">郵送</Checkbox>
        </CheckboxGroup>
        <RadioGroup label="文字コード" defaultValue="utf8">
          <Radio value="utf8">UTF-8</Radio>
          <Radio value="cp932" note="古い表計算ソフト向け">
            CP932
          </Radio>
        </RadioGroup>
        <Switch onChange={(on) => say(`switch ${on}`)}>1文字のキー操作を使う</Switch>
        <Button type="submit" kind="primary" size="normal">
          保存
        </Button>
      </Form>
    </Section>
  )
}

function Search({ say }: { say(line: string): void }) {
  const [q, setQ] = useState('')
  const [shown, setShown] = useState(true)
  return (
    <Section title="絞り込み">
      <Toolbar label="条件">
        <SearchBox
          label="顧客を検索"
          placeholder="氏名・かな・電話"
          value={q}
          onSearch={(text) => (setQ(text), say(`search ${text}`))}
        />
        {shown && (
          <FilterChip
            name="ランク"
            value="上得意、得意"
            onRemove={() => setShown(false)}
            surface={(trigger) => (
              <Popover label="ランクの条件" trigger={trigger}>
                上得意と得意の方
              </Popover>
            )}
          />
        )}
        <ToggleChip isSelected={false} onChange={() => say('toggle')} count={17}>
          注文
        </ToggleChip>
        <Menu label="条件" trigger={<ChipButton>＋ 条件</ChipButton>}>
          <MenuSection title="購入">
            <MenuItem onAction={() => say('menu 回数')}>回数</MenuItem>
            <MenuItem onAction={() => say('menu 金額')}>金額</MenuItem>
          </MenuSection>
        </Menu>
        <Tag onRemove={() => say('tag')} removeLabel="タグ「贈り物」を外す">
          贈り物
        </Tag>
      </Toolbar>
      <ViewTabs
        label="見方"
        tabs={[
          { href: '#all', text: 'すべて', here: true, count: '18,432' },
          { href: '#late', text: '買い時を過ぎた方', here: false, changed: true },
        ]}
      />
    </Section>
  )
}

interface Person {
  id: number
  name: string
  sum: number
}
const people: Person[] = ['日下部 修', '深町 紗英', '楠本 征四郎', '鵜飼 美津江', '大河内 ゆかり'].map(
  (name, index) => ({
    id: index + 1,
    name,
    sum: 400_000 - index * 31_000,
  }),
)
const columns: Column<Person>[] = [
  {
    key: 'name',
    heading: '顧客',
    sort: 'name',
    render: ({ id, name }) => (
      <Link look="name" href={`#${id}`}>
        {name}
      </Link>
    ),
  },
  { key: 'rank', heading: 'ランク', render: ({ id }) => <RankBadge rank={'SABCD'[id - 1] ?? 'E'} name="得意" /> },
  {
    key: 'sum',
    heading: '累計購入額（円）',
    align: 'right',
    sort: 'sum',
    render: ({ sum }) => sum.toLocaleString('ja'),
  },
]

function List({ say }: { say(line: string): void }) {
  const [sort, setSort] = useState('-sum')
  const [chosen, setChosen] = useState<ReadonlySet<string | number>>(new Set())
  return (
    <Section title="一覧">
      <p data-testid="chosen">{[...chosen].join(',')}</p>
      <DataTable
        label="顧客"
        columns={columns}
        rows={people}
        keyOf={({ id }) => id}
        sort={sort}
        onSort={setSort}
        onOpen={({ id }) => say(`open ${id}`)}
        onPeek={({ id }) => say(`peek ${id}`)}
        selection={{
          has: (key) => chosen.has(key),
          page: chosen.size === 0 ? 'none' : chosen.size === people.length ? 'all' : 'some',
          set: (keys, on) =>
            setChosen(
              (former) => new Set(on ? [...former, ...keys] : [...former].filter((key) => !keys.includes(key))),
            ),
          labelOf: (key) => `${people.find(({ id }) => id === key)?.name}を選択`,
        }}
      />
      <DataTable label="注文" columns={columns} rows={undefined} keyOf={({ id }) => id} skeletonRows={2} />
      <DataTable
        label="商品"
        columns={columns}
        rows={[]}
        keyOf={({ id }) => id}
        empty={<EmptyState title="該当する商品はありません。条件を減らしてください。" />}
      />
      <DataTable
        label="定期"
        columns={columns}
        rows={undefined}
        keyOf={({ id }) => id}
        error={new Error('x')}
        onRetry={() => say('retry')}
      />
    </Section>
  )
}

const months = ['2026/09', '2026/10', '2026/11']
const counts = [602, 641, 318]
const option: ChartOption = (theme) => ({
  xAxis: { type: 'category', data: months, ...axisOf(theme) },
  yAxis: { type: 'value', ...axisOf(theme) },
  series: [{ type: 'bar', name: '新しいお客様', data: counts }],
})
const definition = { text: '期間内に初めて購入した方の数', period: '2026/09〜11', asOf: '2026/11/22 9:10' }

function Numbers() {
  return (
    <>
      <Figures>
        <Figure
          name="売上"
          value={<Money amount={8_214_630} />}
          definition={definition}
          change={<Change text="8.4%" direction="up" better />}
          link={{ href: '#orders', text: '注文 1,208件を見る' }}
        />
        <Figure
          name="2回目の購入率"
          value={<Percent share={0.3124} />}
          definition={definition}
          change={<Change text="1.6pt" direction="down" better={false} />}
        />
        <Figure name="お客様" value={<Count value={214} unit="人" />} definition={definition} />
      </Figures>
      <p>
        <Day on="2026-11-22" weekday /> <When at="2026-11-22T00:10:00Z" /> <None />
      </p>
      <ChartFrame
        title="新しいお客様"
        fileName="新しいお客様"
        definition={definition}
        table={{ columns: ['月', '人数'], rows: months.map((month, index) => [month, counts[index] ?? null]) }}
      >
        {(onPicture) => <Chart option={option} label="月ごとの新しいお客様の数" height={220} onPicture={onPicture} />}
      </ChartFrame>
    </>
  )
}

function Surfaces({ say }: { say(line: string): void }) {
  const [open, setOpen] = useState<'form' | 'danger' | null>(null)
  const [phone, setPhone] = useState('070-0000-5513')
  const close = () => setOpen(null)
  return (
    <Section title="面" end={<Link href="#more">すべて見る</Link>}>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => setOpen('form')}>顧客を追加</Button>
        <Button onPress={() => setOpen('danger')}>顧客を削除</Button>
        <Button onPress={() => toast.done('タグを付けました', { text: '元に戻す', onUndo: () => say('undo') })}>
          タグを付ける
        </Button>
        <LinkButton href="#export">書き出す</LinkButton>
      </div>
      <dl className="py-2">
        <dt>電話</dt>
        <dd>
          <InlineEdit
            label="電話"
            value={phone}
            onSave={async (text) => {
              if (text.includes('x')) throw new Error('refused')
              setPhone(text)
              say(`saved ${text}`)
            }}
            problemOf={() => '電話番号に使えない文字があります。'}
          />
        </dd>
      </dl>
      <FormDialog
        title="顧客の追加"
        isOpen={open === 'form'}
        onClose={close}
        action="追加"
        pending={false}
        onSubmit={() => (say('dialog'), close())}
      >
        <TextField label="姓" name="family" autoFocus />
      </FormDialog>
      <ConfirmDialog
        title="顧客「柏木 由美子」の削除"
        isOpen={open === 'danger'}
        onClose={close}
        action="削除"
        tick="17件の注文がゲストの注文になることを確かめました"
        onConfirm={() => (say('deleted'), close())}
      >
        <p>顧客「柏木 由美子」を削除します。</p>
      </ConfirmDialog>
      <FileDrop
        label="ファイルをここに置く"
        note="CSV・TSV・Excel"
        action="ファイルを選ぶ"
        accept={['.csv']}
        onFile={(file) => say(`file ${file.name}`)}
      />
      <Progress label="取り込み" share={0.42} detail="42,000 / 100,000" />
      <StateTag tone="danger" glyph="alert">
        期限超過
      </StateTag>
      <Notice tone="warn" action={<Link href="#do">対応する</Link>}>
        買い時を18日過ぎています
      </Notice>
      <ErrorState error={new Error('x')} onRetry={() => say('again')} />
      <Loading />
    </Section>
  )
}

function Primitives() {
  const { log, say } = useLog()
  return (
    <main className="bg-sheet px-4 py-6 desk:px-8">
      <Page title="部品" aside="試験用">
        <ol data-testid="log" className="sr-only">
          {log.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ol>
        <Search say={say} />
        <Fields say={say} />
        <List say={say} />
        <Numbers />
        <Surfaces say={say} />
      </Page>
    </main>
  )
}

guardComposition(document)
createRoot(document.getElementById('app') as HTMLElement).render(
  <I18nProvider locale="ja-JP">
    <QueryClientProvider client={new QueryClient()}>
      <Primitives />
      <Toaster />
    </QueryClientProvider>
  </I18nProvider>,
)
