import type { Endpoint } from './contract.ts'

/** The API as a page to read: plain HTML, no script, nothing fetched from elsewhere. */
export function docsPage(document: { paths: Record<string, Record<string, unknown>> }, endpoints: Endpoint[]): string {
  const groups = Map.groupBy(endpoints, (endpoint) => endpoint.path.split('/')[2] ?? '')
  const contents = [...groups.keys()].map((name) => `<li><a href="#${text(name)}">${text(name)}</a></li>`).join('')
  const sections = [...groups].map(
    ([name, members]) =>
      `<h2 id="${text(name)}">${text(name)}</h2>${members.map((member) => entry(member, document)).join('')}`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tokui API</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/api/docs.css"></head><body>
<h1>Tokui API</h1>
<p>Machine-readable: <a href="/api/openapi.json">OpenAPI 3.1</a>. Sign in with a session, or send
<code>Authorization: Bearer tk_…</code> with a key made under Settings. Lists page by <code>cursor</code>; writes take an
<code>Idempotency-Key</code>; unknown fields are refused; errors are <code>application/problem+json</code> with a <code>code</code>.</p>
<nav><ul>${contents}</ul></nav>${sections.join('')}</body></html>`
}

function entry(endpoint: Endpoint, document: { paths: Record<string, Record<string, unknown>> }): string {
  const operation = document.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()]
  return `<details><summary><b>${endpoint.method}</b> <code>${text(endpoint.path)}</code> ${text(endpoint.summary)}
<small>${text(endpoint.access)}</small></summary><pre>${text(JSON.stringify(operation, null, 2))}</pre></details>`
}

function text(value: string): string {
  return value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

export const docsStyle = `body{font:14px/1.6 "Hiragino Sans","Noto Sans JP",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1F2328}
h1{font-size:24px}h2{font-size:16px;border-top:2px solid #1F2328;padding-top:.5rem;margin-top:2rem}
summary{padding:.25rem 0;border-bottom:1px solid #E2E5E8;cursor:pointer}summary b{display:inline-block;width:4.5rem;color:#0B5CAD}
small{color:#57606A;margin-left:.5rem}pre{overflow:auto;background:#F7F8F8;padding:1rem;font-size:12px}nav ul{columns:3;padding-left:1rem}`
