import type { Voices } from '../records/fans.ts'
import type { DemoRecord } from '../records/record.ts'
import type { DemoEvent } from '../traces/events.ts'
import { type Memory, recommendationId } from '../traces/memory.ts'
import { type Batch, copyRow, instantText } from './copy.ts'
import { type RowCounters, sourceOf } from './rows.ts'

/** Writes what people noted about a record as COPY rows. */
export function writeMemory(batch: Batch, record: DemoRecord, memory: Memory, counters: RowCounters): void {
  const written = instantText(record.registeredAt)
  for (const tagId of memory.tagIds) batch.customer_tags += copyRow([record.id, tagId, written])
  const attribute = (id: number, text: string | null, number: number | null, boolean: boolean | null) => {
    if (text === null && number === null && boolean === null) return
    batch.customer_attributes += copyRow([record.id, id, text, number, boolean, written])
  }
  attribute(1, memory.skinType, null, null)
  attribute(2, memory.concern, null, null)
  attribute(3, null, memory.householdSize, null)
  attribute(4, null, null, memory.wantsCatalogue)
  for (const { kind, value } of memory.preferences) {
    batch.preferences += copyRow([record.id, ++counters.preference, kind, value, written, written])
  }
  for (const note of memory.notes) {
    const at = instantText(note.at)
    batch.notes += copyRow([record.id, ++counters.note, note.body, note.staffId, at, at])
  }
}

export function writeEvents(batch: Batch, record: DemoRecord, events: DemoEvent[], counters: RowCounters): void {
  const source = sourceOf(record)
  for (const event of events) {
    const at = instantText(event.at)
    const data = JSON.stringify(event.data)
    batch.events += copyRow([record.id, ++counters.event, event.kind, at, source, event.staffId, data, at])
  }
}

/** What buyers said of the shop: the recommendation as a custom attribute, reviews and referrals as events. */
export function writeVoices(batch: Batch, record: DemoRecord, { answer, events }: Voices, counters: RowCounters): void {
  if (answer) {
    batch.customer_attributes += copyRow([
      record.id,
      recommendationId,
      null,
      answer.value,
      null,
      instantText(answer.at),
    ])
  }
  for (const { kind, at, data } of events) {
    const row = [record.id, ++counters.event, kind, instantText(at), sourceOf(record), null, JSON.stringify(data)]
    batch.events += copyRow([...row, instantText(at)])
  }
}
