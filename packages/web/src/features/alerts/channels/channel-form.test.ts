import type { Channel } from '@pharos/core/api/channels';
import { CHANNEL_CONFIGS, CHANNEL_KINDS, CHANNEL_SECRETS } from '@pharos/core/channels/config';
import { expect, test } from 'vitest';
import { formOf, newForm, parseForm } from './channel-form.ts';

const URL_ = 'https://example.com/hook';
const WHOLE = {
  webhook: { url: URL_, secret: 's', headers: { 'X-Token': 'a: b', Accept: '*/*' }, template: '{"a": 1}' },
  email: { to: ['ada@example.com', 'bob@example.com'] },
  slack: { url: URL_ },
  teams: { url: URL_ },
  feishu: { url: URL_, secret: 's' },
  dingtalk: { url: URL_, secret: 's' },
  wecom: { url: URL_ },
  pagerduty: { routingKey: 'a'.repeat(32), url: URL_ },
  alertmanager: { url: URL_, headers: { Authorization: 'Bearer x' }, holdHours: 12 },
};
const stored = (kind: keyof typeof WHOLE): Channel => {
  const all: Record<string, unknown> = WHOLE[kind];
  const isKept = (name: string) => CHANNEL_SECRETS[kind].includes(name);
  return {
    ...{ id: 'c', kind, name: 'One', language: 'zh-CN', enabled: false },
    ...{ createdAt: '', updatedAt: '', updatedBy: '' },
    config: Object.fromEntries(Object.entries(all).filter(([name]) => !isKept(name))) as Channel['config'],
    secrets: Object.keys(all).filter(isKept),
  };
};

test.each(CHANNEL_KINDS)(
  '%s: what is opened and saved unchanged stays, and its secrets are not sent',
  (kind) => {
    const { name, language, enabled, config } = stored(kind);
    expect(parseForm(formOf(stored(kind)))).toEqual({ channel: { kind, name, language, enabled, config } });
  },
);

test.each(CHANNEL_KINDS)('%s: all that it may be told can be typed', (kind) => {
  const whole = { ...stored(kind), config: WHOLE[kind] as Channel['config'], secrets: [] };
  const parsed = parseForm(formOf(whole));
  expect('channel' in parsed && CHANNEL_CONFIGS[kind].parse(parsed.channel.config)).toEqual(WHOLE[kind]);
});

test('a secret is replaced by what is typed, and taken away on demand', () => {
  const form = formOf(stored('webhook'));
  expect(
    parseForm({ ...form, values: { ...form.values, secret: 'new' }, removed: ['headers'] }),
  ).toMatchObject({ channel: { config: { url: URL_, secret: 'new', headers: null } } });
});

test('what is wrong is told by field', () => {
  expect(parseForm(newForm('slack'))).toEqual({ problems: new Set(['name', 'url']) });
  const values = { url: 'ftp://x', headers: 'Host: a', template: '{{nothing}}' };
  expect(parseForm({ ...newForm('webhook'), name: 'n', values })).toEqual({
    problems: new Set(['url', 'headers', 'template']),
  });
});
