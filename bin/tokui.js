#!/usr/bin/env node
// The program is TypeScript run by the Node.js that npm installed with it, whichever version called this file.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const runtime = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const child = spawn(runtime, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
