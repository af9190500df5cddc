import type { Severity } from '@pharos/core/alerts/rule';
import { summaryOf, titleLine } from '@pharos/core/channels/message';
import { type Notice, type NoticeIncident, severityOf } from '@pharos/core/channels/notice';
import { factsLine, moreLine, NOTICE_WORDS, standingText } from '@pharos/core/channels/words';
import { fill, oneLine } from '@pharos/core/text';
import {
  escaped,
  GREY,
  HAIRLINE,
  INK,
  link,
  type MailPicture,
  pictureIn,
  row,
  sheet,
} from '../../../mail/sheet.ts';

const COLOURS: Record<Severity | 'ended', string> = {
  info: '#2563eb',
  warning: '#b45309',
  critical: '#b91c1c',
  ended: '#15803d',
};
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
    `color:${INK};font-weight:600;text-decoration:none`,
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
    `${standing} &nbsp;${title}<br><span style="color:${GREY};font-size:13px">${facts}</span>${description}${picture ? `<br>${pictureIn(picture)}` : ''}${runbook}`,
    `padding:12px 24px;${HAIRLINE};font-size:15px;line-height:1.5;color:${INK}`,
  );
}

/** What a notice says as a mail. `pictures`: by the ids of incidents. `enclosed`: rows that stand below its summary. */
export function mailHtml(
  notice: Notice,
  nowMs: number,
  pictures: ReadonlyMap<string, MailPicture> = new Map(),
  enclosed: readonly string[] = [],
): string {
  const { language, incidents, project, url } = notice;
  const words = NOTICE_WORDS[language];
  const isOver = incidents.length > 0 && incidents.every(({ isOpen }) => !isOpen);
  const colour = COLOURS[isOver ? 'ended' : severityOf(notice)];
  const title = titleLine(notice);
  const summary = summaryOf(notice);
  const more = moreLine(notice.more, language);
  const button = link(
    url,
    words.details,
    `display:inline-block;padding:9px 16px;background:${INK};color:#ffffff;border-radius:6px;text-decoration:none`,
  );
  const rows = [
    row(
      escaped(title),
      `padding:20px 24px 12px;font-size:18px;font-weight:600;color:${INK};border-top:4px solid ${colour}`,
    ),
    summary === ''
      ? ''
      : row(
          escaped(summary),
          `padding:0 24px 12px;font-size:15px;line-height:1.5;white-space:pre-line;color:${INK}`,
        ),
    ...enclosed,
    ...incidents.map((incident) => incidentRows(incident, notice, nowMs, pictures.get(incident.id))),
    more === '' ? '' : row(escaped(more), `padding:12px 24px;${HAIRLINE};font-size:14px;color:${GREY}`),
    url === '' ? '' : row(button, `padding:16px 24px;${HAIRLINE};font-size:15px`),
    row(
      escaped(fill(words.project, { project: oneLine(project.name) })),
      `padding:12px 24px 20px;font-size:12px;color:${GREY}`,
    ),
  ];
  return sheet(language, title, rows);
}
