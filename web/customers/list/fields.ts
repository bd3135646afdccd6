import { useMemo } from 'react'
import { listChannels, listSources, listStores, listTags } from '../../../src/customers/contract.ts'
import { listCategories, listProducts } from '../../../src/purchases/contract.ts'
import { type Condition, type FieldReply, listFields } from '../../../src/segments/contract.ts'
import { useCall } from '../../api.ts'
import { type Formats, useFormat } from '../../format.ts'
import type { Choice } from '../../ui/Choice.tsx'
import type { Words } from '../../words.ts'
import { choiceName } from '../ranks.ts'
import { useListWords } from '../words.ts'
import type { ja } from './words.ja.ts'

type ListWords = Words<typeof ja>
type Reference = NonNullable<FieldReply['of']>

/** What customers can be asked and shown by, with names and choices in the reader's language. */
export interface ListFields {
  all: FieldReply[]
  get(key: string): FieldReply | undefined
  name(key: string): string
  choices(field: FieldReply): Choice<string | number>[]
  /** a value as words: 上得意, 本店, 8,640円 */
  text(field: FieldReply, value: unknown): string
  day(day: string): string
  isReady: boolean
}

export function useFields(): ListFields {
  const words = useListWords()
  const format = useFormat()
  const fields = useCall(listFields, {}, { staleTime: 300_000 })
  const names = useReferenceNames()
  return useMemo(() => {
    const all = fields.data?.items ?? []
    const byKey = new Map(all.map((field) => [field.key, field]))
    const choices = (field: FieldReply) => choicesOf(field, names, words)
    return {
      all,
      get: (key) => byKey.get(key),
      name: (key) => byKey.get(key)?.name ?? words.fields[key as keyof ListWords['fields']] ?? key,
      choices,
      text: (field, value) => textOf(field, value, choices(field), words, format),
      day: format.day,
      isReady: fields.data !== undefined,
    }
  }, [fields.data, names, words, format])
}

/** Names behind the ids that fields refer to. */
function useReferenceNames(): Record<Reference, Choice<number>[]> {
  const keep = { staleTime: 60_000 }
  const stores = useCall(listStores, {}, keep).data?.items
  const channels = useCall(listChannels, {}, keep).data?.items
  const tags = useCall(listTags, {}, keep).data?.items
  const sources = useCall(listSources, {}, keep).data?.items
  const products = useCall(listProducts, { query: { limit: 200, sort: 'name' } }, keep).data?.items
  const categories = useCall(listCategories, {}, keep).data?.items
  return useMemo(() => {
    const named = (items: { id: number; name: string }[] | undefined) =>
      (items ?? []).map(({ id, name }) => ({ id, label: name }))
    return {
      stores: named(stores),
      channels: named(channels),
      tags: named(tags),
      sources: named(sources),
      products: named(products),
      categories: named(categories),
    }
  }, [stores, channels, tags, sources, products, categories])
}

/** Numbers that are really one of a few. */
const scales: Record<string, number> = { birthMonth: 12, decile: 10, r: 5, f: 5, m: 5 }

function choicesOf(
  field: FieldReply,
  names: Record<Reference, Choice<number>[]>,
  words: ListWords,
): Choice<string | number>[] {
  if (field.of) return names[field.of]
  const scale = scales[field.key]
  if (scale !== undefined) {
    const label = (value: number) => (field.key === 'birthMonth' ? words.month(value) : String(value))
    return Array.from({ length: scale }, (_, index) => ({ id: index + 1, label: label(index + 1) }))
  }
  const labels = words.choices as Record<string, Record<string, string>>
  return (field.choices ?? []).map((id) => ({ id, label: choiceName(field, id, labels[nowOf(field.key)]) }))
}

/** past classes are called like those of today: rankAt → rank */
const nowOf = (key: string) => key.replace(/At$/, '')

function textOf(
  field: FieldReply,
  value: unknown,
  choices: Choice<string | number>[],
  words: ListWords,
  format: Formats,
): string {
  if (value === null || value === undefined || value === '') return ''
  if (Array.isArray(value)) {
    return value.map((one) => textOf(field, one, choices, words, format)).join(words.filters.joined)
  }
  if (typeof value === 'boolean') return value ? words.filters.yes : words.filters.no
  if (field.type === 'money' && typeof value === 'number') return format.money(value)
  if (field.type === 'number' && typeof value === 'number' && choices.length === 0) {
    return `${format.number(value)}${words.units[field.key as keyof ListWords['units']] ?? ''}`
  }
  if (field.type === 'day' && typeof value === 'string') return format.day(value)
  return choices.find(({ id }) => String(id) === String(value))?.label ?? String(value)
}

/** A condition as the value of a chip: 上得意、得意 or 30日以内. */
export function conditionText(condition: Condition, fields: ListFields, words: ListWords): string {
  const field = fields.get(condition.field)
  if (!field) return ''
  const say = (value: string | number) => fields.text(field, value)
  const list = (values: readonly (string | number)[]) => values.map(say).join(words.filters.joined)
  if ('in' in condition) return list(condition.in)
  if ('notIn' in condition) return words.filters.not(list(condition.notIn))
  if ('withinDays' in condition) return words.filters.withinDays(condition.withinDays)
  if ('olderThanDays' in condition) return words.filters.olderThanDays(condition.olderThanDays)
  if ('is' in condition) return condition.is ? words.filters.yes : words.filters.no
  if ('empty' in condition) return condition.empty ? words.filters.empty : words.filters.filled
  if ('startsWith' in condition) return words.filters.startsWith(condition.startsWith)
  if ('contains' in condition) return words.filters.contains(condition.contains)
  if ('matches' in condition) return condition.matches
  return spanText(condition, field, say, words)
}

type Bounded = Extract<Condition, { from: unknown } | { to: unknown }>

function spanText(condition: Bounded, field: FieldReply, say: (value: string | number) => string, words: ListWords) {
  const from = 'from' in condition ? condition.from : undefined
  const { to } = condition
  const day = field.type === 'day'
  if (from !== undefined && to !== undefined) {
    return from === to ? say(from) : words.filters.between(say(from), say(to))
  }
  if (from !== undefined) return day ? words.filters.since(say(from)) : words.filters.atLeast(say(from))
  return day ? words.filters.until(say(to as string)) : words.filters.atMost(say(to as string | number))
}
