import { Copy } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/toast.ts'
import { useStaffWords } from './words.ts'

/** A line or a few to take along: a command, a link, a key. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  const { setup } = useStaffWords()
  const line = useRef<HTMLElement>(null)
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      toast.done(setup.copied)
    } catch {
      // no clipboard over plain http in a shop's own network: select it for Ctrl+C
      const { current } = line
      if (current) getSelection()?.selectAllChildren(current)
    }
  }
  return (
    <div className="flex items-start gap-2">
      <code
        ref={line}
        aria-label={label}
        className="min-w-0 flex-1 rounded-2 bg-sunken px-2.5 py-1.5 font-sans text-dense break-all whitespace-pre-wrap select-all"
      >
        {text}
      </code>
      <Button onPress={() => void copy()}>
        <Copy aria-hidden size={14} strokeWidth={1.5} />
        {setup.copy}
      </Button>
    </div>
  )
}
