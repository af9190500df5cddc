import { createHmac } from 'node:crypto';
import type { Severity } from '@pharos/core/alerts/rule';
import { CHANNEL_CONFIGS } from '@pharos/core/channels/config';
import { linesWithin, summaryOf, titleLine } from '@pharos/core/channels/message';
import { severityOf } from '@pharos/core/channels/notice';
import { incidentLine, NOTICE_WORDS } from '@pharos/core/channels/words';
import { cutText } from '@pharos/core/text';
import { byCode } from './answers.ts';
import { overHttp, postJson } from './kind.ts';

/** A request takes 20 KB. */
const MAX_WORDS = 12 * 1024;
const COLOURS: Record<Severity, string> = { info: 'blue', warning: 'orange', critical: 'red' };

/** The text to sign is the key, and what is signed is nothing. */
export const feishuSign = (secret: string, seconds: number): string =>
  createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64');

/** A custom bot of Feishu or Lark, with a card. */
export const feishu = overHttp({
  config: CHANNEL_CONFIGS.feishu,
  requests(notice, { url, secret }, nowMs) {
    const { language, incidents } = notice;
    const seconds = Math.floor(nowMs / 1000);
    const told = incidents.map((incident) => incidentLine(incident, language, nowMs));
    const summary = summaryOf(notice);
    const lines = told.length > 0 || summary === '' ? told : [summary];
    // Plain text: what is in a title mentions nobody.
    const plain = (content: string) => ({ tag: 'plain_text', content });
    const button = {
      tag: 'button',
      type: 'primary',
      text: plain(NOTICE_WORDS[language].details),
      url: notice.url,
    };
    const isOver = incidents.length > 0 && incidents.every(({ isOpen }) => !isOpen);
    const card = {
      config: { wide_screen_mode: true },
      header: {
        template: isOver ? 'green' : COLOURS[severityOf(notice)],
        title: plain(cutText(titleLine(notice), 300)),
      },
      elements: [
        ...linesWithin(lines, MAX_WORDS, notice).map((text) => ({ tag: 'div', text: plain(text) })),
        ...(notice.url === '' ? [] : [{ tag: 'action', actions: [button] }]),
      ],
    };
    const signed = secret !== undefined && {
      timestamp: String(seconds),
      sign: feishuSign(secret, seconds),
    };
    return [postJson(url, { ...signed, msg_type: 'interactive', card }, { isSecret: true })];
  },
  read: (answer, nowMs) =>
    byCode(answer, nowMs, {
      code: ['code', 'StatusCode'],
      message: ['msg', 'StatusMessage'],
      // A bad request; no such bot; a wrong signature, address of ours or keyword.
      final: [9499, 19001, 19021, 19022, 19024],
      busy: { codes: [11232], waitMs: 60_000 },
    }),
});
