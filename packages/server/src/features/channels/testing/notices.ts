import { type Notice, type NoticeInput, noticeSchema } from '@pharos/core/channels/notice';

/** What hostile text is likeliest to break out of. */
export const HOSTILE =
  '<!channel> [click](http://evil.example) <b>"x"</b> @all \\ {{key}} `a` | & \r\nBcc: x@evil.example';

export const anIncident = (
  more: Partial<NoticeInput['incidents'][number]> = {},
): NoticeInput['incidents'][number] => ({
  id: 'i1',
  fingerprint: 'f1',
  title: 'Slow answers',
  severity: 'critical',
  isOpen: true,
  labels: { model: 'gpt-4.1' },
  since: '2026-03-01T11:55:00Z',
  endedAt: null,
  figure: { metric: 'Latency p95', value: 4.2, limit: 2, unit: 's' },
  description: 'Half of the users wait.',
  runbook: 'https://wiki.example/slow',
  url: 'https://pharos.example/incidents/i1',
  ...more,
});

export const aNotice = (more: Partial<NoticeInput> = {}): Notice =>
  noticeSchema.parse({
    key: 'step-1',
    reason: 'opened',
    project: { id: 'p', name: 'checkout' },
    incidents: [anIncident()],
    url: 'https://pharos.example/incidents',
    language: 'en',
    ...more,
  });

/** More than any service takes. */
export const aLongNotice = (): Notice =>
  aNotice({
    incidents: Array.from({ length: 50 }, (_, n) =>
      anIncident({ id: `i${n}`, title: '严重的延迟'.repeat(50), description: 'x'.repeat(4000) }),
    ),
    more: 7,
    language: 'zh-CN',
  });
