import { createHash } from 'node:crypto';
import type { Outcome } from '@pharos/core/channels/outcome';
import { cutText, oneLine } from '@pharos/core/text';
import { createTransport } from 'nodemailer';
import { untilAborted } from '../../until-aborted.ts';

export interface Mail {
  to: readonly string[];
  /** Of the notice; the same one has the same Message-ID. */
  key: string;
  subject: string;
  text: string;
  html: string;
  /** What the HTML shows as `cid:<cid>`: pictures that come along, as PNG. */
  pictures: readonly { cid: string; png: Buffer }[];
  files: readonly { name: string; type: string; content: Buffer }[];
}

/** Hands mails to the server that the operator set. */
export interface Mailer {
  /** Delivered means that the server took it for at least one of its receivers. */
  send(mail: Mail, signal: AbortSignal): Promise<Outcome>;
}

export interface MailServer {
  /** `smtp://user:password@host:587`, `smtps://…`. */
  url: string;
  from: string;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;
const MAX_REASON = 300;

export function createMailer({ url, from }: MailServer): Mailer {
  // A connection for each mail: they are few, and one that stays open is one more thing to end.
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = /@([\w.-]+)/.exec(from)?.[1] ?? 'pharos';
  return {
    async send({ to, key, pictures, files, ...content }, signal) {
      const messageId = `<${createHash('sha256').update(`${key}\n${to.join()}`).digest('hex').slice(0, 32)}@${host}>`;
      const headers = { 'Auto-Submitted': 'auto-generated', 'X-Pharos-Key': key };
      try {
        const inline = pictures.map(({ cid, png }, at) => ({
          ...{ cid, content: png, contentType: 'image/png', contentDisposition: 'inline' as const },
          filename: `chart-${at + 1}.png`,
        }));
        const enclosed = files.map(({ name, type, content }) => ({
          ...{ filename: name, contentType: type, content },
        }));
        const attachments = [...inline, ...enclosed];
        const mail = { from, to: [...to], ...content, attachments, messageId, headers };
        await untilAborted(transport.sendMail(mail), signal);
        return { result: 'delivered' };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        return outcomeOf(error);
      }
    },
  };
}

/** By the server's own word: 5xx is for good, 4xx and no connection for now. */
function outcomeOf(error: unknown): Outcome {
  const { message, responseCode } = error as { message?: unknown; responseCode?: unknown };
  const reason = cutText(oneLine(String(message)), MAX_REASON);
  const isFinal = typeof responseCode === 'number' && responseCode >= 500 && responseCode !== 535;
  return isFinal ? { result: 'refused', reason } : { result: 'again', reason };
}
