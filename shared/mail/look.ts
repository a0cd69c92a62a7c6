import type { Palette } from "../model/palette.ts";

/** Mail programs that drop the style element still show a complete light letter: all else is inline. */
const style = ({ dark }: Palette) => `:root{color-scheme:light dark}
bdi{overflow-wrap:anywhere;font-weight:600}
.soft bdi,.hello bdi,.brand bdi{font-weight:inherit}
@media (max-width:480px){.card{padding:24px 20px 8px!important}}
@media (prefers-color-scheme:dark){.page{background:#151214!important}.card{background:#221c1f!important;border-color:#3a3035!important}.ink{color:#f3eef0!important}.soft{color:#bcafb5!important}.box{background:#2d2529!important}.brand,.link{color:${dark.text}!important}.key{background:${dark.key}!important;border-color:${dark.edge}!important}.rule{border-color:${dark.text}!important}}`;

/** A line of lesser weight; its parts come escaped. */
export const small = (html: string, below = 12) =>
  `<p class="soft" style="margin:0 0 ${below}px;font-size:14px;color:#62555a">${html}</p>`;

/** The picture in the place of the name, on a light ground in every scheme: most are made for one. Its parts come escaped. */
export const logo = (url: string, name: string) =>
  `<img class="logo" src="${url}" alt="${name}" height="40" style="display:block;width:auto;height:auto;max-width:100%;max-height:40px;border:0;border-radius:4px;background:#f2eeec;color:#221a1d">`;

type Part = "brand" | "title" | "preview" | "heading" | "hello" | "body" | "foot" | "footer";

/** The page around every letter; its parts come escaped. Outlook of old knows no max-width: it gets a table of its own. */
export const frame = (palette: Palette, part: Record<Part, string>) => `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${part.title}</title>
<style>${style(palette)}</style>
</head>
<body class="page" style="margin:0;background:#f2eeec">
<div style="display:none;mso-hide:all">${part.preview}</div>
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" class="page" bgcolor="#f2eeec"><tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="560"><tr><td><![endif]-->
<div role="article" aria-label="${part.title}" class="ink" style="max-width:560px;text-align:left;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#221a1d">
<p class="brand" style="margin:0 4px 12px;font-weight:700;color:${palette.light.text}">${part.brand}</p>
<div class="card" style="padding:32px 32px 16px;background:#fff;border:1px solid #e6dfdc;border-radius:14px">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${part.heading}</h1>
<p class="hello" style="margin:0 0 16px">${part.hello}</p>
${part.body}
</div>
<div style="padding:14px 4px 0">${small(part.foot, part.footer ? 12 : 0)}${part.footer && small(part.footer, 0)}</div>
</div>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
