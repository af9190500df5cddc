import { createHmac } from 'node:crypto';
import { CHANNEL_CONFIGS } from '@pharos/core/channels/config';
import { titleLine } from '@pharos/core/channels/message';
import { NOTICE_WORDS } from '@pharos/core/channels/words';
import { cutText } from '@pharos/core/text';
import { byCode } from './answers.ts';
import { overHttp, postJson } from './kind.ts';
import { markdownOf, plainMarkdown } from './markdown.ts';

/** A message takes 20,000 bytes. */
const MAX_WORDS = 12 * 1024;

export const dingtalkSign = (secret: string, nowMs: number): string =>
  createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64');

/** A custom robot of DingTalk, with a card when there is something to open. */
export const dingtalk = overHttp({
  config: CHANNEL_CONFIGS.dingtalk,
  requests(notice, { url, secret }, nowMs) {
    const title = cutText(titleLine(notice), 200);
    const text = `#### ${plainMarkdown(title)}\n\n${markdownOf(notice, nowMs, MAX_WORDS)}`;
    const message =
      notice.url === ''
        ? { msgtype: 'markdown', markdown: { title, text } }
        : {
            msgtype: 'actionCard',
            actionCard: {
              ...{ title, text },
              singleTitle: NOTICE_WORDS[notice.language].details,
              singleURL: notice.url,
            },
          };
    const to = new URL(url);
    if (secret !== undefined) {
      to.searchParams.set('timestamp', String(nowMs));
      to.searchParams.set('sign', dingtalkSign(secret, nowMs));
    }
    return [postJson(to.href, message, { isSecret: true })];
  },
  read: (answer, nowMs) =>
    byCode(answer, nowMs, {
      code: ['errcode'],
      message: ['errmsg'],
      // What the robot's settings refuse; no such robot, or one that is off; what is no message.
      final: [
        310000, 300001, 400013, 400101, 400102, 400105, 400106, 430101, 430102, 430103, 430104, 40035, 43004,
      ],
      busy: { codes: [130101, 410100], waitMs: 60_000 },
    }),
});
