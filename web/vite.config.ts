import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.TOKUI_ORIGIN ?? `http://localhost:${process.env.PORT ?? 3000}`

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind(), ourLanguagesOnly(), withoutJsonSchema()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
  },
  server: {
    host: '127.0.0.1',
    // the server trusts only its own address, so the browser's origin is passed on as such
    proxy: { '/api': { target: server, changeOrigin: true, headers: { origin: server } } },
  },
})

/** React Aria brings its texts in thirty-odd languages; the app speaks two of them. */
function ourLanguagesOnly(): Plugin {
  const empty = '\0other-language'
  return {
    name: 'our-languages-only',
    enforce: 'pre',
    resolveId(source, importer) {
      const locale = /\/([a-z]{2}-[A-Z]{2})\.m?js$/.exec(source)?.[1]
      const fromAria = importer !== undefined && /node_modules\/react-(aria|stately)/.test(importer)
      return fromAria && locale && locale !== 'ja-JP' && locale !== 'en-US' ? empty : null
    },
    load: (id) => (id === empty ? 'export default {}' : null),
  }
}

/** Contracts are described as JSON Schema by the server; the browser only parses by them, and leaves that half of zod out. */
function withoutJsonSchema(): Plugin {
  return {
    name: 'without-json-schema',
    enforce: 'pre',
    transform(code, id) {
      if (!/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js/.test(id)) return null
      const names = [...code.matchAll(/^export (?:const|function) (\w+)|^export \{ \w+ as (\w+) \}/gm)]
      const named = names.map(([, own, as]) => `nothing as ${own ?? as}`)
      return { code: `const nothing = () => nothing\nexport { ${named.join(', ')} }`, map: { mappings: '' } }
    },
  }
}
