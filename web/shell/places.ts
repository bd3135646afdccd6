import { ListChecks, type LucideIcon } from 'lucide-react'
import type { Permission } from '../../src/platform/http/contract.ts'
import { paths } from '../paths.ts'
import type { ja } from '../words.ja.ts'

export interface Place {
  name: keyof typeof ja.places
  href: string
  icon: LucideIcon
  /** who sees it; undefined: everyone */
  needs?: Permission
  /** G then this key goes there */
  key: string
}

/** The rooms of the navigation, in order; a place stands here once its screen exists. */
export const places: Place[] = [{ name: 'jobs', href: paths.jobs(), icon: ListChecks, key: 'KeyJ' }]
