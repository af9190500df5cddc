import type { Severity } from '@pharos/core/alerts/rule';
import { summaryOf, titleLine } from '@pharos/core/channels/message';
import { type Notice, type NoticeIncident, severityOf } from '@pharos/core/channels/notice';
import { factsLine, fill, moreLine, NOTICE_WORDS, oneLine, standingText } from '@pharos/core/channels/words';

const COLOURS: Record<Severity | 'ended', string> = {
  info: '#2563eb',
  warning: '#b45309',
  critical: '#b91c1c',
  ended: '#15803d',
};
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',sans-serif";
const GREY = '#57606a';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
const link = (url: string, label: string, style: string): string =>
  url === '' ? escaped(label) : `<a href="${escaped(url)}" style="${style}">${escaped(label)}</a>`;
const row = (content: string, style: string): string =>
  `<tr><td style="${FONT};${style}">${content}</td></tr>`;

/** A picture that comes along with the mail. */
export interface MailPicture {
  cid: string;
  width: number;
  label: string;
}

const pictureIn = ({ cid, width, label }: MailPicture): string =>
  `<br><img src="cid:${escaped(cid)}" width="${width}" alt="${escaped(label)}" style="display:block;width:100%;max-width:${width}px;height:auto;margin:10px 0 2px;border:0;color:${GREY};font-size:13px">`;

function incidentRows(
  incident: NoticeIncident,
  { language }: Notice,
  nowMs: number,
  picture: MailPicture | undefined,
): string {
  const colour = COLOURS[incident.isOpen ? incident.severity : 'ended'];
  const standing = `<span style="color:${colour};font-weight:600">${escaped(standingText(incident, language))}</span>`;
  const title = link(
    incident.url,
    oneLine(incident.title),
    'color:#1f2328;font-weight:600;text-decoration:none',
  );
  const runbook =
    incident.runbook === ''
      ? ''
      : `<br>${link(incident.runbook, NOTICE_WORDS[language].runbook, 'color:#2563eb')}`;
  const description =
    incident.description === ''
      ? ''
      : `<br><span style="white-space:pre-line">${escaped(incident.description)}</span>`;
  const facts = escaped(factsLine(incident, language, nowMs));
  return row(
    `${standing} &nbsp;${title}<br><span style="color:${GREY};font-size:13px">${facts}</span>${description}${picture ? pictureIn(picture) : ''}${runbook}`,
    'padding:12px 24px;border-top:1px solid #e5e7eb;font-size:15px;line-height:1.5;color:#1f2328',
  );
}

/** A mail as programs of all ages show it: tables, styles in place, nothing loaded; pictures by the ids of incidents. */
export function mailHtml(
  notice: Notice,
  nowMs: number,
  pictures: ReadonlyMap<string, MailPicture> = new Map(),
): string {
  const { language, incidents, project, url } = notice;
  const words = NOTICE_WORDS[language];
  const isOver = incidents.length > 0 && incidents.every(({ isOpen }) => !isOpen);
  const colour = COLOURS[isOver ? 'ended' : severityOf(notice)];
  const title = escaped(titleLine(notice));
  const summary = summaryOf(notice);
  const more = moreLine(notice.more, language);
  const button = link(
    url,
    words.details,
    'display:inline-block;padding:9px 16px;background:#1f2328;color:#ffffff;border-radius:6px;text-decoration:none',
  );
  const rows = [
    row(
      title,
      `padding:20px 24px 12px;font-size:18px;font-weight:600;color:#1f2328;border-top:4px solid ${colour}`,
    ),
    summary === ''
      ? ''
      : row(
          escaped(summary),
          'padding:0 24px 12px;font-size:15px;line-height:1.5;white-space:pre-line;color:#1f2328',
        ),
    ...incidents.map((incident) => incidentRows(incident, notice, nowMs, pictures.get(incident.id))),
    more === ''
      ? ''
      : row(escaped(more), `padding:12px 24px;border-top:1px solid #e5e7eb;font-size:14px;color:${GREY}`),
    url === '' ? '' : row(button, 'padding:16px 24px;border-top:1px solid #e5e7eb;font-size:15px'),
    row(
      escaped(fill(words.project, { project: oneLine(project.name) })),
      `padding:12px 24px 20px;font-size:12px;color:${GREY}`,
    ),
  ];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body style="margin:0;padding:24px 12px;background:#f6f8fa"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center"><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background:#ffffff;border:1px solid #e5e7eb;border-collapse:separate">${rows.join('')}</table></td></tr></table></body></html>`;
}
