import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'vite'

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
}
const page = `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>部品</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css"></head><body><div id="app"></div><script type="module" src="/page.js"></script></body></html>`

/** The primitives on one page of the tests' own, built like the app and served from a folder of its own. */
export async function servePrimitives(): Promise<{ url: string; close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'tokui-primitives-'))
  const root = join(import.meta.dirname, '../..')
  await build({
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: {
        input: { page: join(import.meta.dirname, 'page.tsx') },
        output: { entryFileNames: '[name].js', assetFileNames: '[name][extname]' },
      },
    },
  })
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] as string
    if (path === '/') return response.writeHead(200, { 'content-type': types['.html'] }).end(page)
    try {
      const file = readFileSync(join(folder, path))
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(file)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections()
      server.close()
      rmSync(folder, { recursive: true })
    },
  }
}
