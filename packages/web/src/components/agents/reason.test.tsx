import { REASON_CODES, type StateReason } from '@pharos/core/agents/facts';
import type { Language } from '@pharos/core/language';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { setLanguage } from '../../i18n/i18n.ts';
import { useReasonText } from './reason.ts';

afterEach(() => {
  cleanup();
  setLanguage('en');
});

function Told({ reason }: { reason: StateReason }) {
  return <p data-testid="told">{useReasonText()(reason)}</p>;
}
const told = (reason: StateReason, language: Language = 'en') => {
  setLanguage(language);
  render(<Told reason={reason} />);
  const text = screen.getByTestId('told').textContent ?? '';
  cleanup();
  // Thin spaces stand between figures and units.
  return text.replaceAll('\u202f', ' ');
};

const FAILED = { runs: 8, errors: 5, errorRate: 0.625, usualErrorRate: 0.05 };
const REASONS: readonly [reason: StateReason, en: string, zh: string][] = [
  [
    { code: 'onlySpans', figures: { runs: 0 } },
    'None of its processes sends heartbeats: whether it lives is not known.',
    '没有进程上报心跳，无法得知是否在线。',
  ],
  [{ code: 'stopped', figures: {} }, 'It was stopped on purpose.', '已主动停止。'],
  [
    { code: 'silent', figures: { silentMs: 45_300, missed: 4, intervalSeconds: 10 } },
    'No heartbeat for 45.0 s: 4 in a row are missing, one is due every 10 seconds.',
    '已 45.0 s 没有心跳：连续缺失 4 次，应每 10 秒钟上报一次。',
  ],
  [{ code: 'starting', figures: {} }, 'It is starting and not ready yet.', '正在启动，尚未就绪。'],
  [
    {
      code: 'noProgress',
      figures: { runs: 1, quietMs: 192_000, elapsedMs: 200_000, limitMs: 30_000, usualMs: 12_000 },
      run: 'r1',
      step: 'search',
    },
    '1 run has made no progress for 3 min 12 s, in the step “search”. Its runs usually end within 12.0 s.',
    '有 1 次运行没有进展，最长已 3 min 12 s，停在步骤“search”。其运行通常在 12.0 s 内结束。',
  ],
  [
    {
      code: 'noProgress',
      figures: { runs: 3, quietMs: 720_000, elapsedMs: 720_000, limitMs: 600_000 },
      run: 'r1',
    },
    '3 runs have made no progress, the first of them for 12 min. How long its runs usually take is not known yet; 10 min are allowed.',
    '有 3 次运行没有进展，最长已 12 min。尚不知其运行通常要多久，允许 10 min。',
  ],
  [
    { code: 'runsFail', figures: FAILED },
    '5 of 8 runs failed in the last 15 minutes (62.5 %).',
    '最近 15 分钟内，8 次运行中有 5 次失败（62.5 %）。',
  ],
  [
    { code: 'runsFail', figures: FAILED, instance: 'pod-3' },
    'pod-3: 5 of 8 runs failed in the last 15 minutes (62.5 %).',
    'pod-3：最近 15 分钟内，8 次运行中有 5 次失败（62.5 %）。',
  ],
  [
    { code: 'moreErrors', figures: FAILED },
    '5 of 8 runs failed in the last 15 minutes (62.5 %), usually 5 % do.',
    '最近 15 分钟内，8 次运行中有 5 次失败（62.5 %），通常为 5 %。',
  ],
  [
    { code: 'slower', figures: { runs: 9, p95Ms: 9_000, usualMs: 3_000 } },
    '95 % of its runs ended within 9.00 s in the last 15 minutes, usually within 3.00 s.',
    '最近 15 分钟内，95 % 的运行在 9.00 s 内结束，通常为 3.00 s。',
  ],
  [
    { code: 'instancesMissing', figures: { missing: 1, of: 3 } },
    '1 of 3 instances sends no heartbeats any more.',
    '3 个实例中有 1 个不再上报心跳。',
  ],
  [{ code: 'runsInFlight', figures: { runs: 2 } }, '2 runs are in flight.', '有 2 次运行正在进行。'],
  [{ code: 'nothingToDo', figures: {} }, 'No run is in flight.', '没有正在进行的运行。'],
];

test.each(REASONS)('why an agent is in its state is a sentence in both languages: %o', (reason, en, zh) => {
  expect(told(reason)).toBe(en);
  expect(told(reason, 'zh-CN')).toBe(zh);
});

test('no reason is without a sentence', () => {
  expect([...new Set(REASONS.map(([{ code }]) => code))].sort()).toEqual([...REASON_CODES].sort());
});
