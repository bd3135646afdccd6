// Takes the types out of the modules a thread loads (see threads.ts); plain JavaScript, as it comes before that.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'rolldown/utils'

process.setSourceMapsEnabled(true)

registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context)
    const file = fileURLToPath(url)
    const { code, map, errors } = transformSync(file, readFileSync(file, 'utf8'), {
      sourcemap: true,
      tsconfig: false,
      typescript: { onlyRemoveTypeImports: true },
    })
    if (errors.length > 0) throw new SyntaxError(`${file}: ${errors[0]?.message}`)
    const lines = Buffer.from(JSON.stringify(map)).toString('base64')
    const source = `${code}\n//# sourceMappingURL=data:application/json;base64,${lines}`
    return { format: 'module', source, shortCircuit: true }
  },
})
