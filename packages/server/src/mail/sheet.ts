import type { Language } from '@pharos/core/language';

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',sans-serif";
export const GREY = '#57606a';
export const INK = '#1f2328';
export const HAIRLINE = 'border-top:1px solid #e5e7eb';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Text as it may stand in HTML, in an element or in an attribute in quotes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** A link; without an address, its words alone. */
export const link = (url: string, label: string, style: string): string =>
  url === '' ? escaped(label) : `<a href="${escaped(url)}" style="${style}">${escaped(label)}</a>`;

/** A row of a sheet, of HTML. */
export const row = (content: string, style: string): string =>
  `<tr><td style="${FONT};${style}">${content}</td></tr>`;

/** A picture that comes along with the mail. */
export interface MailPicture {
  cid: string;
  width: number;
  label: string;
}
export const pictureIn = ({ cid, width, label }: MailPicture): string =>
  `<img src="cid:${escaped(cid)}" width="${width}" alt="${escaped(label)}" style="display:block;width:100%;max-width:${width}px;height:auto;margin:10px 0 2px;border:0;color:${GREY};font-size:13px">`;

/** A mail as programs of all ages show it: tables, styles in place, nothing loaded. */
export const sheet = (language: Language, title: string, rows: readonly string[]): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head><body style="margin:0;padding:24px 12px;background:#f6f8fa"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center"><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background:#ffffff;border:1px solid #e5e7eb;border-collapse:separate">${rows.join('')}</table></td></tr></table></body></html>`;
