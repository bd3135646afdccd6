import type { getRules, listAnalysisDays } from '../../src/analysis/contract.ts'
import { f2Windows } from '../../src/analysis/contract.ts'
import type { ReplyOf } from '../../web/api.ts'
import { monthSoFar, peopleOfToday } from '../../web/desk/today.ts'

/** Everything that the screens of analysis and the screen of today ask the server for, by what it is for. */
export async function dashboardPaths(
  address: string,
  cookie: string,
  today: string,
): Promise<Record<string, string[]>> {
  const get = async <Reply>(path: string): Promise<Reply> =>
    (await (await fetch(`${address}${path}`, { headers: { cookie } })).json()) as Reply
  const { items: days } = await get<ReplyOf<typeof listAnalysisDays>>('/api/analysis/days')
  const { rules } = await get<ReplyOf<typeof getRules>>('/api/analysis/rules')
  // the bench of ranking keeps today's classes too: from today to today nobody moves
  const kept = days.filter(({ hasHistory, isCurrent }) => hasHistory && !isCurrent).map(({ asOf }) => asOf)
  const [first = '', second = ''] = rules.ranks.list.map(({ key }) => key)
  const people = peopleOfToday({ today, best: [first, second], monthEnd: kept.at(-1) ?? null })
  const { now, yearAgo } = monthSoFar(today)
  const count = (all: object[]) => `/api/customers/count?filter=${encodeURIComponent(JSON.stringify({ all }))}`
  const span = ({ from, to }: { from: string; to: string }) => `from=${from}&to=${to}`
  const months = ['', '?months=60']
  return {
    overview: ['/api/analysis/overview'],
    days: ['/api/analysis/days'],
    rules: ['/api/analysis/rules'],
    migration: kept.flatMap((from) => [
      ...kept.filter((to) => to > from).map((to) => `/api/analysis/migration?${span({ from, to })}`),
      `/api/analysis/migration?from=${from}`,
    ]),
    cpm: months.map((query) => `/api/analysis/cpm${query}`),
    channels: months.map((query) => `/api/analysis/channels${query}`),
    f2: f2Windows.map((window) => `/api/analysis/f2?window=${window}`),
    todayPeople: [
      '/api/customers/count',
      ...people.flatMap(({ conditions }) => [
        count(conditions),
        count([...conditions, { field: 'hasEmail', is: true }]),
      ]),
      count([{ field: 'firstOn', ...now }]),
      count([{ field: 'firstOn', from: `${today.slice(0, 4)}-04-01`, to: `${today.slice(0, 4)}-04-30` }]),
    ],
    todaySales: [now, yearAgo].map((period) => `/api/analysis/sales?${span(period)}`),
    todayOrders: [`/api/orders/count?${span(now)}`],
    newestOrder: ['/api/orders?limit=1'],
    imports: ['/api/imports?limit=4'],
  }
}
