import type { SilenceInput } from '@pharos/core/incidents/silence';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endedAt, formOf, newForm, parseForm, stateOf } from './silence-form.ts';

const START = Date.parse('2026-03-02T08:00:00Z');
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const silence = (more: Partial<SilenceInput> = {}): SilenceInput => ({
  matchers: [{ label: 'rule', op: '~', value: 'db*' }],
  ...{ startsAt: iso(START), endsAt: iso(START + HOUR), comment: 'upgrade' },
  ...more,
});
const daily = silence({ repeats: { every: 'day', timeZone: 'Asia/Shanghai' } });

test('a silence that is opened and saved unchanged stays as it is, in whichever zone', () => {
  const zone = fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kolkata', 'America/Phoenix');
  const seconds = fc.integer({ min: 0, max: 2_000_000_000 });
  const repeats = fc.record(
    {
      ...{ every: fc.constantFrom('day' as const, 'week' as const), timeZone: zone },
      until: seconds.map((s) => iso(s * 1000)),
    },
    { requiredKeys: ['every', 'timeZone'] },
  );
  fc.assert(
    fc.property(
      zone,
      seconds,
      fc.integer({ min: 1, max: 86_400 }),
      fc.option(repeats, { nil: undefined }),
      (pageZone, from, length, repeats) => {
        const times = { startsAt: iso(from * 1000), endsAt: iso((from + length) * 1000) };
        const document = silence({ ...times, ...(repeats && { repeats }) });
        expect(parseForm(formOf(document, pageZone))).toEqual({ document });
      },
    ),
  );
});

test('what is wrong with it is told by field', () => {
  const typed = parseForm({
    ...newForm([], START, 'UTC'),
    ...{ endsAt: '', repeats: 'day', timeZone: 'Mars/Base' },
  });
  const wrong = ['matchers.0.label', 'matchers.0.value', 'endsAt', 'repeats.timeZone', 'comment'].filter(
    (path) => 'problems' in typed && typed.problems.at(path),
  );
  expect(wrong).toEqual(['matchers.0.label', 'endsAt', 'repeats.timeZone', 'comment']);
});

test.each([
  ['once', silence(), START + HOUR / 2],
  ['repeating, the first time', daily, START + HOUR / 2],
  ['repeating, a later time', daily, START + 48 * HOUR + HOUR / 2],
])('one that holds %s is over once it is ended', (_, one, nowMs) => {
  expect(stateOf(one, nowMs)).toBe('active');
  expect(stateOf(endedAt(one, nowMs), nowMs)).toBe('over');
});
