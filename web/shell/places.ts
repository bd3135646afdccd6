import {
  Cable,
  CalendarDays,
  ChartColumn,
  ClipboardList,
  FileInput,
  ListChecks,
  type LucideIcon,
  Package,
  Settings,
  ShoppingBag,
  User,
  UsersRound,
} from 'lucide-react'
import type { Permission } from '../../src/platform/http/contract.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import type { ja } from '../words.ja.ts'

export interface Place {
  name: keyof typeof ja.places
  href: string
  icon: LucideIcon
  /** who sees it; undefined: everyone */
  needs?: Permission
  /** G, then this key, goes there */
  code: string
  /** a number stands beside it */
  count?: 'proposals'
  /** one of the four beside その他 at the foot of a phone */
  onPhone?: boolean
  /** stands apart, under a rule */
  apart?: boolean
}

/**
 * The rooms of the navigation, in order: 今日 顧客 注文 商品 分析 取り込み 設定. A place stands here once its screen
 * exists; its key is the first letter of its English name.
 */
const all: Place[] = [
  { name: 'today', href: paths.today(), icon: CalendarDays, code: 'KeyH', onPhone: true },
  { name: 'customers', href: paths.customers(), icon: User, code: 'KeyC', needs: 'customers.read', onPhone: true },
  {
    name: 'proposals',
    href: paths.proposals(),
    icon: UsersRound,
    code: 'KeyM',
    needs: 'customers.merge',
    count: 'proposals',
  },
  { name: 'orders', href: paths.orders(), icon: ShoppingBag, code: 'KeyO', needs: 'orders.read', onPhone: true },
  { name: 'products', href: paths.products(), icon: Package, code: 'KeyP', needs: 'products.read' },
  { name: 'analysis', href: paths.analysis(), icon: ChartColumn, code: 'KeyA', needs: 'analysis.read', onPhone: true },
  { name: 'settings', href: paths.settings(), icon: Settings, code: 'KeyS', apart: true },
  { name: 'imports', href: paths.imports(), icon: FileInput, code: 'KeyI', needs: 'imports.read' },
  { name: 'forms', href: paths.forms(), icon: ClipboardList, code: 'KeyF', needs: 'forms.read' },
  { name: 'connections', href: paths.connections(), icon: Cable, code: 'KeyN', needs: 'connections.read' },
  { name: 'jobs', href: paths.jobs(), icon: ListChecks, code: 'KeyJ', apart: true },
]

/** The places this person may go to. */
export function usePlaces(): Place[] {
  const may = useMay()
  return all.filter(({ needs }) => needs === undefined || may(needs))
}

/** `/` only itself; any other place with what lies under it, unless that is a place of its own. */
export function isIn(pathname: string, href: string): boolean {
  if (href !== pathname && all.some((place) => place.href !== href && place.href === pathname)) return false
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
