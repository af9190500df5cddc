import { createHmac } from 'node:crypto';
import { CHANNEL_CONFIGS } from '@pharos/core/channels/config';
import { fillTemplate, noticeView } from '@pharos/core/channels/template';
import { byStatus } from './answers.ts';
import { overHttp, postJson } from './kind.ts';

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>`, so that neither can be changed and the body not be sent again later. */
export function signatureOf(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** Any program that takes JSON. */
export const webhook = overHttp({
  config: CHANNEL_CONFIGS.webhook,
  requests(notice, { url, secret, headers, template }, nowMs) {
    const view = noticeView(notice, nowMs);
    const body = template === undefined ? JSON.stringify(view) : fillTemplate(template, view);
    const own = {
      ...headers,
      'idempotency-key': notice.key,
      ...(secret !== undefined && { 'x-pharos-signature': signatureOf(secret, body, nowMs) }),
    };
    return [postJson(url, body, { headers: own })];
  },
  read: byStatus,
});
