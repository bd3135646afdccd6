/** Text as HTML shows it: nothing of it is markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

interface HtmlMail {
  locale: 'ja' | 'en'
  paragraphs: string[]
  /** one thing to do */
  button?: { label: string; url: string }
  /** small, below */
  foot?: string[]
}

const text = 'margin:0 0 16px;font-size:16px;line-height:1.7;color:#1f2328;overflow-wrap:anywhere'
const small = 'margin:0 0 8px;font-size:13px;line-height:1.6;color:#57606a;overflow-wrap:anywhere'
const press =
  'display:inline-block;padding:12px 24px;border-radius:4px;background:#0b5cad;color:#ffffff;font-size:16px;font-weight:bold;text-decoration:none'

/** Plain enough for every mail program: one column, no pictures, nothing fetched. */
export function htmlMail({ locale, paragraphs, button, foot = [] }: HtmlMail): string {
  const lines = (all: string[], style: string) =>
    all.map((one) => `<p style="${style}">${escapeHtml(one).replaceAll('\n', '<br>')}</p>`).join('\n')
  const link = button
    ? `<p style="margin:24px 0"><a href="${escapeHtml(button.url)}" style="${press}">${escapeHtml(button.label)}</a></p>`
    : ''
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px 16px;background:#ffffff;font-family:'Hiragino Sans','Noto Sans JP',Meiryo,sans-serif">
<div style="max-width:560px;margin:0 auto">
${lines(paragraphs, text)}
${link}
${foot.length > 0 ? `<hr style="border:0;border-top:1px solid #d0d7de;margin:24px 0 16px">\n${lines(foot, small)}` : ''}
</div></body></html>
`
}
