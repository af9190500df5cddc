import { CHANNEL_SECRETS, type ChannelKind } from '@pharos/core/channels/config';

/** How a value is typed: on a line, as addresses, as `Name: value` lines, as a text, as a number. */
export type FieldType = 'line' | 'addresses' | 'headers' | 'text' | 'number';
export interface ChannelField {
  name: 'url' | 'secret' | 'headers' | 'template' | 'to' | 'routingKey' | 'holdHours';
  type: FieldType;
  optional?: true;
}

const url: ChannelField = { name: 'url', type: 'line' };
const secret: ChannelField = { name: 'secret', type: 'line', optional: true };
const headers: ChannelField = { name: 'headers', type: 'headers', optional: true };

/** What is asked of each kind, in the order of the form. */
export const CHANNEL_FIELDS: Readonly<Record<ChannelKind, readonly ChannelField[]>> = {
  webhook: [url, secret, headers, { name: 'template', type: 'text', optional: true }],
  email: [{ name: 'to', type: 'addresses' }],
  slack: [url],
  teams: [url],
  feishu: [url, secret],
  dingtalk: [url, secret],
  wecom: [url],
  pagerduty: [
    { name: 'routingKey', type: 'line' },
    { name: 'url', type: 'line', optional: true },
  ],
  alertmanager: [url, headers, { name: 'holdHours', type: 'number', optional: true }],
};

/** Whether a value is kept sealed: it is never shown again. */
export const isSecret = (kind: ChannelKind, name: string): boolean => CHANNEL_SECRETS[kind].includes(name);

/** A value as it is typed. What has no form of its own is written as nothing. */
export const WRITTEN: Record<FieldType, (value: unknown) => string> = {
  line: (value) => (typeof value === 'string' ? value : ''),
  text: (value) => (typeof value === 'string' ? value : ''),
  number: (value) => (typeof value === 'number' ? String(value) : ''),
  addresses: (value) => (Array.isArray(value) ? value.join('\n') : ''),
  headers: (value) =>
    Object.entries(value ?? {})
      .map(([name, each]) => `${name}: ${each}`)
      .join('\n'),
};

/** What was typed as the API takes it; undefined for nothing. */
export const READ: Record<FieldType, (text: string) => unknown> = {
  line: (text) => text.trim() || undefined,
  text: (text) => (text.trim() === '' ? undefined : text),
  number: (text) => (text.trim() === '' ? undefined : Number(text)),
  addresses: (text) => text.split(/[\s,;]+/).filter(Boolean),
  headers: (text) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.length === 0 ? undefined : Object.fromEntries(lines.map(headerOf));
  },
};

/** A line without a colon is a name without a value, which the schema refuses. */
function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line.trim(), ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
