import { useState } from 'react'
import { Checkbox } from '../ui/Choice.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useStaffWords } from './words.ts'

interface PasswordFieldProps {
  label: string
  name: string
  /** what a password manager is asked for */
  kind: 'current' | 'new'
  value: string
  onChange(value: string): void
  autoFocus?: boolean
}

/** Managers fill it, people may look at what they typed. */
export function PasswordField({ kind, ...rest }: PasswordFieldProps) {
  const words = useStaffWords()
  const [shown, setShown] = useState(false)
  return (
    <div className="flex flex-col gap-1.5">
      <TextField
        {...rest}
        type={shown ? 'text' : 'password'}
        autoComplete={kind === 'new' ? 'new-password' : 'current-password'}
        {...(kind === 'new' ? { note: words.newPasswordNote } : {})}
        spellCheck="false"
        isRequired
      />
      <Checkbox isSelected={shown} onChange={setShown}>
        <span className="text-dense">{words.showPassword}</span>
      </Checkbox>
    </div>
  )
}
