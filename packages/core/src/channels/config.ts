import { z } from 'zod';
import { templateProblem } from './template.ts';

export const CHANNEL_KINDS = [
  'webhook',
  'email',
  'slack',
  'teams',
  'feishu',
  'dingtalk',
  'wecom',
  'pagerduty',
  'alertmanager',
] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

const url = z.url({ protocol: /^https?$/, error: 'must be a URL (https, http)' }).max(2048);
const secret = z.string().min(1).max(512);

/** Those that say what is sent are ours, and those of the connection nobody's. */
const OWN_HEADERS =
  /^(host|connection|content-length|content-type|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|idempotency-key|x-pharos-.*)$/i;
const headers = z
  .record(
    z
      .string()
      .regex(/^[\w!#$%&'*+.^`|~-]{1,80}$/, 'not a name of a header')
      .refine((name) => !OWN_HEADERS.test(name), 'a header that is set by Pharos'),
    z.string().regex(/^[\x20-\x7e]{1,2000}$/, 'must be printable ASCII'),
  )
  .refine((all) => Object.keys(all).length <= 20, 'at most 20 headers');

const template = z
  .string()
  .max(20_000)
  .superRefine((text, context) => {
    const message = templateProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** What has to be known to send to a channel, by kind. */
export const CHANNEL_CONFIGS = {
  webhook: z.strictObject({
    url,
    /** Signs what is sent. */
    secret: secret.optional(),
    headers: headers.optional(),
    /** JSON with `{{placeholders}}` in place of the usual body. */
    template: template.optional(),
  }),
  email: z.strictObject({
    to: z
      .array(z.email().max(254))
      .min(1)
      .max(50)
      .transform((all) => [...new Set(all)]),
  }),
  slack: z.strictObject({ url }),
  teams: z.strictObject({ url }),
  feishu: z.strictObject({ url, secret: secret.optional() }),
  dingtalk: z.strictObject({ url, secret: secret.optional() }),
  wecom: z.strictObject({ url }),
  pagerduty: z.strictObject({
    routingKey: z.string().regex(/^[A-Za-z0-9]{32}$/, 'the 32 letters and digits of an integration key'),
    url: url.default('https://events.pagerduty.com/v2/enqueue'),
  }),
  alertmanager: z.strictObject({
    /** Of the Alertmanager, without `/api/v2/alerts`. */
    url,
    headers: headers.optional(),
    /** An open incident is forgotten there when nothing is heard of it for so long. */
    holdHours: z.number().int().min(1).max(720).default(24),
  }),
} satisfies Record<ChannelKind, z.ZodType>;
export type ChannelConfig<Kind extends ChannelKind> = z.output<(typeof CHANNEL_CONFIGS)[Kind]>;

/** What of a config is kept sealed and never given out. The URL of a bot is all that one needs to speak in its name. */
export const CHANNEL_SECRETS: Readonly<Record<ChannelKind, readonly string[]>> = {
  webhook: ['secret', 'headers'],
  email: [],
  slack: ['url'],
  teams: ['url'],
  feishu: ['url', 'secret'],
  dingtalk: ['url', 'secret'],
  wecom: ['url'],
  pagerduty: ['routingKey'],
  alertmanager: ['headers'],
};
