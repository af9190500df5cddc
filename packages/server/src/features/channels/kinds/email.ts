import { CHANNEL_CONFIGS } from '@pharos/core/channels/config';
import { plainText, titleLine } from '@pharos/core/channels/message';
import { cutText } from '@pharos/core/text';
import { enclosedIn } from '../enclosed.ts';
import { picturesOf } from '../pictures.ts';
import type { Kind } from './kind.ts';
import { mailHtml } from './mail-html.ts';

const MAX_SUBJECT = 200;
const MAX_TEXT_BYTES = 64 * 1024;

/** Mail, by the server that the operator set. */
export const email: Kind = (given) => {
  const { to } = CHANNEL_CONFIGS.email.parse(given);
  return async (notice, { mailer, pictureOf, encloseReport, nowMs, signal }) => {
    if (!mailer) return { result: 'refused', reason: 'No mail server is set (PHAROS_SMTP_URL).' };
    const drawn = await picturesOf(notice, pictureOf, signal);
    const pictures = new Map(
      [...drawn].map(([id, picture], at) => [id, { ...picture, cid: `chart-${at + 1}@pharos` }]),
    );
    const enclosed = await enclosedIn(notice, encloseReport, signal);
    const links = notice.url === '' ? '' : `\n\n${notice.url}`;
    return mailer.send(
      {
        to,
        key: notice.key,
        subject: cutText(titleLine(notice), MAX_SUBJECT),
        text: `${plainText(notice, nowMs, MAX_TEXT_BYTES)}${links}\n`,
        html: mailHtml(notice, nowMs, pictures, enclosed.rows),
        pictures: [...pictures.values(), ...enclosed.pictures],
        files: enclosed.files,
      },
      signal,
    );
  };
};
