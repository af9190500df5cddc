import { CHANNEL_CONFIGS } from '@pharos/core/channels/config';
import { linesWithin, summaryOf, titleLine } from '@pharos/core/channels/message';
import type { Notice, NoticeIncident } from '@pharos/core/channels/notice';
import { factsLine, NOTICE_WORDS, standingText } from '@pharos/core/channels/words';
import { cutText, oneLine } from '@pharos/core/text';
import { byStatus } from './answers.ts';
import { overHttp, postJson } from './kind.ts';

const MAX_HEADER = 150;
const MAX_SECTION = 3000;
/** The length that the text beside the blocks is shown in. */
const MAX_FALLBACK = 300;

/** Nothing in it links or mentions. https://docs.slack.dev/messaging/formatting-message-text#escaping */
const plain = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const link = (url: string, label: string): string =>
  url === '' ? label : `<${url.replace(/[|<>\s]/g, encodeURIComponent)}|${label}>`;

function line(incident: NoticeIncident, { language }: Notice, nowMs: number): string {
  const standing = plain(standingText(incident, language));
  // A bar would end the link's address.
  const title = plain(cutText(oneLine(incident.title), 200)).replace(/\|/g, '¦');
  const runbook =
    incident.runbook === '' ? '' : ` · ${link(incident.runbook, NOTICE_WORDS[language].runbook)}`;
  return `*${standing}* ${link(incident.url, title)}\n${plain(factsLine(incident, language, nowMs))}${runbook}`;
}

/** An incoming webhook, with blocks. */
export const slack = overHttp({
  config: CHANNEL_CONFIGS.slack,
  requests(notice, { url }, nowMs) {
    const { language, incidents } = notice;
    const title = titleLine(notice);
    const told = incidents.map((incident) => line(incident, notice, nowMs));
    const summary = summaryOf(notice);
    const lines = told.length > 0 || summary === '' ? told : [plain(summary)];
    const text = cutText(
      linesWithin(lines, MAX_SECTION, { ...notice, separator: '\n\n' }).join('\n\n'),
      MAX_SECTION,
    );
    const section = (content: string) => ({ type: 'section', text: { type: 'mrkdwn', text: content } });
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: cutText(title, MAX_HEADER), emoji: false } },
      ...(text === '' ? [] : [section(text)]),
      ...(notice.url === '' ? [] : [section(link(notice.url, NOTICE_WORDS[language].details))]),
    ];
    return [postJson(url, { text: plain(cutText(title, MAX_FALLBACK)), blocks })];
  },
  read: byStatus,
});
