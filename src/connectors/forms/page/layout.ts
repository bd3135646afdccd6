import { escapeHtml as text } from '../../../platform/mail/html.ts'

/** The look of the house in one small sheet, phone first; no font and no picture is fetched. */
const style = `
:root{color-scheme:light dark;--sheet:#fff;--ink:#1f2328;--ink2:#57606a;--rule:#e2e5e8;--line:#1f2328;--field:#868e96;--accent:#0b5cad;--on:#fff;--danger:#c62828;--danger-quiet:#fceeed;--quiet:#f7f8f8}
@media (prefers-color-scheme:dark){:root{--sheet:#16191c;--ink:#e8eaed;--ink2:#a9b1ba;--rule:#30363d;--line:#e8eaed;--field:#7d8590;--accent:#7db8f0;--on:#0d1117;--danger:#ff8f88;--danger-quiet:#3a1d1c;--quiet:#1e2226}}
*{box-sizing:border-box}
body{margin:0;background:var(--sheet);color:var(--ink);font:16px/1.6 "Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","BIZ UDPGothic",Meiryo,sans-serif;overflow-wrap:anywhere}
main{max-width:36rem;margin:0 auto;padding:24px 16px 48px}
h1{font-size:24px;line-height:1.3;margin:0 0 16px}
h2{font-size:20px;line-height:1.3;margin:32px 0 8px}
p{margin:0 0 16px;white-space:pre-line}
a{color:var(--accent)}
.company{margin:0 0 4px;color:var(--ink2);font-size:14px}
form>*{border-top:1px solid var(--rule);padding:16px 0;margin:0}
form>:first-child{border-top:2px solid var(--line)}
fieldset{border-width:1px 0 0;min-width:0}
legend,label.q{font-weight:700;padding:0;display:block;margin-bottom:6px}
fieldset>legend{float:left;width:100%}
fieldset>legend+*{clear:both}
.must,.may{font-weight:400;font-size:14px;margin-left:8px;white-space:nowrap}
.must{color:var(--danger)}.may,.note{color:var(--ink2)}
.note{font-size:14px;margin:0 0 6px}
input:not([type=radio],[type=checkbox]),select,textarea{display:block;width:100%;min-height:48px;padding:8px 12px;border:1px solid var(--field);border-radius:4px;background:var(--sheet);color:var(--ink);font:inherit}
textarea{min-height:144px;line-height:1.6}
[aria-invalid=true]{border:2px solid var(--danger)!important}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.pair label,.stack label.sub{font-size:14px;display:block}
.stack>*+*{margin-top:12px}
.code{display:flex;gap:12px;align-items:end}.code>*{flex:1}
.pick{display:flex;gap:12px;align-items:flex-start;min-height:44px;padding:10px 0}
.pick input{width:20px;height:20px;margin:3px 0 0;flex:none;accent-color:var(--accent)}
.rating{display:grid;grid-template-columns:repeat(11,1fr);gap:2px}
.rating label{display:flex;flex-direction:column;align-items:center;gap:4px;min-height:48px;justify-content:center}
.rating input{width:20px;height:20px;margin:0;accent-color:var(--accent)}
.ends{display:flex;justify-content:space-between;font-size:14px;color:var(--ink2);margin-bottom:4px}
.wrong{color:var(--danger);margin:6px 0 0}
.summary{background:var(--danger-quiet);border:0!important;border-left:4px solid var(--danger)!important;padding:12px 16px!important;margin:0 0 24px}
.summary h2{font-size:16px;margin:0 0 4px}.summary ul{margin:0;padding-left:20px}.summary a{color:inherit}
button{min-height:48px;padding:8px 24px;border:1px solid var(--accent);border-radius:4px;background:var(--accent);color:var(--on);font:inherit;font-weight:700;cursor:pointer}
button.plain{background:var(--sheet);color:var(--accent);font-weight:400;padding:8px 16px;white-space:nowrap}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.trap{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
form>.trap{padding:0;border:0}
.said{background:var(--quiet);padding:12px 16px;border-radius:4px}
@media (min-width:40rem){main{padding-top:48px}form>.send button{min-width:14rem}}
@media (max-width:39.99rem){form>.send button{width:100%}}
`

export interface PageParts {
  locale: 'ja' | 'en'
  title: string
  company: string
  body: string
  /** it stands in a frame of a page of the shop and tells it its height */
  isFramed?: boolean
}

export function page({ locale, title, company, body, isFramed = false }: PageParts): string {
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${text(title)}${company ? `｜${text(company)}` : ''}</title>
<style>${style}</style>
${isFramed ? '<script src="/form-frame.js" defer></script>' : ''}
</head>
<body><main>
${company ? `<p class="company">${text(company)}</p>` : ''}
<h1>${text(title)}</h1>
${body}
</main></body></html>
`
}

/** A page that only says something. */
export function saying(parts: Omit<PageParts, 'body'>, lines: string[], more = ''): string {
  return page({ ...parts, body: lines.map((one) => `<p>${text(one)}</p>`).join('\n') + more })
}
