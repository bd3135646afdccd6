import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { Config } from '../platform/config.ts'
import { Trouble } from '../platform/trouble.ts'

/** What a command is given besides its arguments. */
export interface Io {
  config: Config
  /** one line to the person, on standard output */
  say(line: string): void
  /** aborted by Ctrl-C and by a request to end */
  signal: AbortSignal
  locale: 'ja' | 'en'
}

/** `tokui NAME`: one file a command, listed in `main.ts`. */
export interface Command {
  name: string
  /** one line for `tokui help` */
  summary: string
  /** arguments and options, for `tokui NAME --help` */
  usage?: string
  /** resolves to the exit code, 0 when it says nothing */
  run(args: string[], io: Io): Promise<number | void>
}

/** Reads `--options`; what is not declared is refused. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
  return readArguments(args, options, false).values
}

/** Like readOptions, for commands that also take bare arguments. */
export function readArguments<const Options extends ParseArgsOptionsConfig>(
  args: string[],
  options: Options,
  allowPositionals = true,
) {
  try {
    return parseArgs({ args, options, allowPositionals, strict: true })
  } catch (error) {
    throw new UsageTrouble((error as Error).message.split('. ')[0])
  }
}

/** A whole number given as an option, within bounds. */
export function readNumber(name: string, text: string | undefined, otherwise: number, low = 0): number {
  if (text === undefined) return otherwise
  const value = Number(text.replaceAll(',', '').replaceAll('_', ''))
  if (!Number.isSafeInteger(value) || value < low) {
    throw new UsageTrouble(`--${name} must be a whole number from ${low} up, not "${text}"`)
  }
  return value
}

/** Wrong arguments: the usage is shown with the sentence. */
export class UsageTrouble extends Trouble {}
