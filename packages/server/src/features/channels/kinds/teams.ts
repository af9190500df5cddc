import type { Severity } from '@pharos/core/alerts/rule';
import { CHANNEL_CONFIGS } from '@pharos/core/channels/config';
import { linesWithin, summaryOf, titleLine } from '@pharos/core/channels/message';
import { severityOf } from '@pharos/core/channels/notice';
import { incidentLine, NOTICE_WORDS } from '@pharos/core/channels/words';
import { cutText } from '@pharos/core/text';
import { byStatus, said } from './answers.ts';
import { overHttp, postJson } from './kind.ts';

/** A message takes 28 KB; what is around the words is less than a third of it. */
const MAX_WORDS = 16 * 1024;
const COLOURS: Record<Severity, string> = { info: 'Accent', warning: 'Warning', critical: 'Attention' };

/** Text runs show what they are given; text blocks would read it as Markdown. */
const words = (text: string, more: Record<string, unknown> = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...more }],
});

/** A workflow of Teams that posts the card that it is given. */
export const teams = overHttp({
  config: CHANNEL_CONFIGS.teams,
  requests(notice, { url }, nowMs) {
    const { language, incidents } = notice;
    const told = incidents.map((incident) => incidentLine(incident, language, nowMs));
    const summary = summaryOf(notice);
    const lines = told.length > 0 || summary === '' ? told : [summary];
    const open = { type: 'Action.OpenUrl', title: NOTICE_WORDS[language].details, url: notice.url };
    const heading = { size: 'Large', weight: 'Bolder', color: COLOURS[severityOf(notice)] };
    const card = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      msteams: { width: 'Full' },
      body: [
        words(cutText(titleLine(notice), 300), heading),
        ...linesWithin(lines, MAX_WORDS, notice).map((text) => words(text)),
      ],
      ...(notice.url !== '' && { actions: [open] }),
    };
    const attachment = {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: card,
    };
    return [postJson(url, { type: 'message', attachments: [attachment] })];
  },
  // Some of its addresses answer 200 and tell of the failure in words.
  read(answer, nowMs) {
    const status = /returned HTTP error (\d{3})/.exec(answer.body)?.[1];
    if (status === undefined) return byStatus(answer, nowMs);
    const outcome = byStatus({ ...answer, status: Number(status) }, nowMs);
    return outcome.result === 'delivered' ? { result: 'again', reason: said(answer, 'Teams') } : outcome;
  },
});
