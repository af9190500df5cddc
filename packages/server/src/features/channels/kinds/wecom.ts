import { createHash } from 'node:crypto';
import type { Severity } from '@pharos/core/alerts/rule';
import { CHANNEL_CONFIGS } from '@pharos/core/channels/config';
import { titleLine } from '@pharos/core/channels/message';
import { severityOf } from '@pharos/core/channels/notice';
import { NOTICE_WORDS } from '@pharos/core/channels/words';
import { cutBytes, utf8Length } from '@pharos/core/text';
import { byCode } from './answers.ts';
import { overHttp, postJson } from './kind.ts';
import { linkTarget, markdownOf, plainMarkdown } from './markdown.ts';

const MAX_CONTENT = 4096;
const MAX_TITLE = 512;
/** The three colours that there are. */
const COLOURS: Record<Severity, string> = { info: 'comment', warning: 'warning', critical: 'warning' };

/** A group robot of WeCom. */
export const wecom = overHttp({
  config: CHANNEL_CONFIGS.wecom,
  requests(notice, { url }, nowMs) {
    const { incidents } = notice;
    const isOver = incidents.length > 0 && incidents.every(({ isOpen }) => !isOpen);
    const colour = isOver ? 'info' : COLOURS[severityOf(notice)];
    const title = `<font color="${colour}">${plainMarkdown(cutBytes(titleLine(notice), MAX_TITLE))}</font>`;
    const label = NOTICE_WORDS[notice.language].details;
    const open = notice.url === '' ? '' : `\n\n[${label}](${linkTarget(notice.url)})`;
    const room = MAX_CONTENT - utf8Length(`${title}\n\n${open}`);
    const content = `${title}\n\n${markdownOf(notice, nowMs, Math.max(0, room))}${open}`;
    return [postJson(url, { msgtype: 'markdown', markdown: { content } }, { isSecret: true })];
  },
  /** https://developer.work.weixin.qq.com/document/path/91770: the MD5 is of the picture itself. */
  show({ png }, { url }) {
    const image = { base64: png.toString('base64'), md5: createHash('md5').update(png).digest('hex') };
    return postJson(url, { msgtype: 'image', image }, { isSecret: true });
  },
  read: (answer, nowMs) =>
    byCode(answer, nowMs, {
      code: ['errcode'],
      message: ['errmsg'],
      // What is no message or too long; no such robot; an address of ours that is not on its list.
      final: [40008, 40058, 44004, 45002, 93000, 93004, 93008, 93017],
      busy: { codes: [45009], waitMs: 60_000 },
    }),
});
