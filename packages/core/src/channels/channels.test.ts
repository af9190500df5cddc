import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBytes, cutText, utf8Length } from '../text.ts';
import { linesWithin, plainText, titleLine } from './message.ts';
import {
  type Notice,
  type NoticeFigure,
  type NoticeInput,
  noticeIncidentSchema,
  noticeSchema,
  severityOf,
} from './notice.ts';
import { durationText, figureText, incidentLine } from './words.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const incident = (
  more: Partial<NoticeInput['incidents'][number]> = {},
): NoticeInput['incidents'][number] => ({
  id: 'i1',
  title: 'Slow answers',
  severity: 'warning',
  isOpen: true,
  labels: { model: 'gpt-4.1', agent: 'planner', kind: 'metric', rule: 'Slow', severity: 'warning' },
  since: '2026-03-01T09:55:00Z',
  endedAt: null,
  figure: { metric: 'Latency p95', value: 4.2345, limit: 2, unit: 's' },
  description: '',
  runbook: '',
  url: 'https://pharos.example/i/i1',
  ...more,
});
const notice = (more: Partial<NoticeInput> = {}): Notice =>
  noticeSchema.parse({
    key: 'k',
    reason: 'opened',
    project: { id: 'p', name: 'checkout' },
    incidents: [incident()],
    url: '',
    language: 'en',
    ...more,
  });
const [only] = notice().incidents;

describe('the words of a notice', () => {
  const told = (language: 'en' | 'zh-CN', figure: NoticeInput['incidents'][number]['figure']) =>
    figureText({ figure: noticeIncidentSchema.parse(incident({ figure })).figure }, language);
  const of = (metric: string, measured: Omit<Measured, 'limit'> & { limit?: number | null }) => ({
    ...{ metric, value: 0, limit: null, unit: '' },
    measured: { limit: null, ...measured },
  });
  type Measured = NonNullable<NoticeFigure['measured']>;

  it.each([
    [
      of('latencyP95', { by: 'threshold', value: 4200, limit: 2000, unit: 'ms' }),
      'Latency P95 4.20 s (limit 2.00 s)',
      '延迟 P95 4.20 s (阈值 2.00 s)',
    ],
    [
      of('cost', { by: 'change', value: 12.4, limit: 3, unit: 'usd' }),
      'Cost $12.40 (before $3.00)',
      '成本 $12.40 (此前 $3.00)',
    ],
    [
      of('successRate', { by: 'threshold', value: 0.912, limit: 0.99, unit: 'ratio' }),
      'Success rate 91.2 % (limit 99 %)',
      '成功率 91.2 % (阈值 99 %)',
    ],
    [
      of('successRate', { by: 'burnRate', value: 14.42, limit: 6, unit: 'number' }),
      'Success rate: error budget spent 14.4 times as fast as it lasts (limit 6)',
      '成功率：错误预算消耗速度为正常的 14.4 倍 (阈值 6)',
    ],
    [of('requests', { by: 'noData', value: 0, unit: 'count' }), 'Requests: no data', '请求数：无数据'],
    [
      of('errors', { by: 'errors', value: 5, limit: 1, unit: 'count' }),
      'occurrences 5 (limit 1)',
      '出现次数 5 (阈值 1)',
    ],
    [
      of('quotas', { by: 'quotas', value: 0.85, limit: 0.8, unit: 'ratio' }),
      'used 85 % (limit 80 %)',
      '已用 85 % (阈值 80 %)',
    ],
    [
      of('metric.queue.depth:avg', { by: 'anomaly', value: 12, limit: 8, unit: 'number' }),
      'queue.depth · avg 12 (limit 8)',
      'queue.depth · avg 12 (阈值 8)',
    ],
  ])('tell a figure as pages do, in the language of the reader: %j', (figure, en, zh) => {
    expect(told('en', figure)).toBe(en);
    expect(told('zh-CN', figure)).toBe(zh);
  });

  it('tell a figure that was stored without its unit as it is', () => {
    const before = { metric: 'successRate', value: 91.2, limit: 99, unit: '%' };
    expect(told('zh-CN', before)).toBe('成功率 91.2 % (阈值 99 %)');
  });

  it.each([
    ['en', '[Warning] Slow answers · checkout'],
    ['zh-CN', '[警告] Slow answers · checkout'],
  ] as const)('name one incident by its title in %s', (language, title) => {
    expect(titleLine(notice({ language }))).toBe(title);
  });

  it('count several with those that are left out, and take the heaviest of those that are open', () => {
    const incidents = [
      incident(),
      incident({ severity: 'critical' }),
      incident({ severity: 'critical', isOpen: false }),
    ];
    expect(titleLine(notice({ incidents, more: 9, reason: 'repeated' }))).toBe(
      '[Critical] 12 incidents still open · checkout',
    );
    const [first, , last] = incidents;
    expect(severityOf(notice({ incidents: [first, last].flatMap((each) => each ?? []) }))).toBe('warning');
  });

  it('say once that something ended', () => {
    const ended = incident({ isOpen: false, endedAt: '2026-03-01T10:00:00Z' });
    expect(titleLine(notice({ reason: 'ended', incidents: [ended] }))).toBe(
      '[Ended] Slow answers · checkout',
    );
    expect(titleLine(notice({ reason: 'ended', incidents: [ended, ended], language: 'zh-CN' }))).toBe(
      '[已结束] 2 个事件 · checkout',
    );
  });

  it('tell an incident in one line, whatever its title holds', () => {
    expect(only && incidentLine(only, 'en', NOW)).toBe(
      'Warning · Slow answers · Latency p95 4.234 s (limit 2 s) · for 2 h 5 min · agent=planner model=gpt-4.1',
    );
    const [hostile] = notice({
      incidents: [incident({ title: 'a\r\nBcc: x\u2028y\u0000{title}' })],
    }).incidents;
    const line = hostile ? incidentLine(hostile, 'zh-CN', NOW) : '';
    expect(line).toContain(
      '警告 · a Bcc: x y {title} · Latency p95 4.234 s (阈值 2 s) · 已持续 2 小时 5 分钟',
    );
  });

  it.each([
    [0, '0 s', '0 秒'],
    [59_999, '59 s', '59 秒'],
    [60_000, '1 min', '1 分钟'],
    [3_600_000 + 30_000, '1 h', '1 小时'],
    [2 * 86_400_000 + 5 * 3_600_000 + 60_000, '2 d 5 h', '2 天 5 小时'],
    [-5, '0 s', '0 秒'],
  ])('tell %d ms as %s and %s', (ms, en, zh) => {
    expect([durationText(ms, 'en'), durationText(ms, 'zh-CN')]).toEqual([en, zh]);
  });

  it('of a test and of a report need no incident', () => {
    const test = notice({ reason: 'test', incidents: [] });
    expect([titleLine(test), plainText(test, NOW, 1000)]).toEqual([
      'A test message of Pharos · checkout',
      'This channel works. Nothing has happened.\nProject: checkout',
    ]);
    const report = notice({ reason: 'report', incidents: [], title: 'Weekly costs', summary: 'Up 4 %.' });
    expect(titleLine(report)).toBe('Weekly costs · checkout');
    expect(plainText(report, NOW, 1000)).toContain('Up 4 %.');
  });
});

describe('what is cut', () => {
  const encoder = new TextEncoder();
  const bytes = (text: string) => encoder.encode(text).length;

  it('is counted as UTF-8 counts', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => utf8Length(text) === bytes(text)));
  });

  it('keeps within its bytes, begins as the whole does, and is whole when it fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(80), (text, most) => {
        const cut = cutBytes(text, most);
        expect(bytes(cut)).toBeLessThanOrEqual(most);
        expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
        if (bytes(text) <= most) expect(cut).toBe(text);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('is never cut inside of what is read as one character', () => {
    const family = '👨‍👩‍👧';
    expect(cutBytes(`a${family}b`, 12)).toBe('a…');
    expect(cutText(`a${family}b`, 6)).toBe('a…');
    expect(cutText(`a${family}`, 9)).toBe(`a${family}`);
    expect(cutBytes('é'.normalize('NFD').repeat(3), 6)).toBe(`${'é'.normalize('NFD')}…`);
    expect(cutBytes('严重严重', 9)).toBe('严重…');
    expect(cutBytes('abc', 2)).toBe('');
  });

  it('says how many lines are left out and never loses the count', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 30 }),
        fc.nat(20),
        fc.integer({ min: 30, max: 300 }),
        (lines, more, maxBytes) => {
          const kept = linesWithin(lines, maxBytes, { more, language: 'en' });
          expect(bytes(kept.join('\n'))).toBeLessThanOrEqual(maxBytes);
          const left = Number(/^and (\d+) more$/.exec(kept.at(-1) ?? '')?.[1] ?? 0);
          const told = left > 0 ? kept.length - 1 : kept.length;
          expect(told + left).toBe(lines.length + more);
        },
      ),
    );
  });
});
