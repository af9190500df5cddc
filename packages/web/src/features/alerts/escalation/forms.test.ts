import { policyInputSchema } from '@pharos/core/escalation/policy';
import { scheduleInputSchema } from '@pharos/core/on-call/schedule';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDuration, writtenDuration } from '../typed-duration.ts';
import { NEW_POLICY, formOf as policyForm, parseForm as readPolicy } from './policy-form.ts';
import { newForm, parseForm as readSchedule, formOf as scheduleForm } from './schedule-form.ts';

test('a duration is read as it was written, and as people write it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 700_000 }), (seconds) => {
      expect(readDuration(writtenDuration(seconds))).toBe(seconds);
    }),
  );
  expect(['15', '15m', ' 2 小时 ', '30S', 'soon', '-1', ''].map(readDuration)).toEqual([
    ...[900, 900, 7200, 30],
    ...[Number.NaN, Number.NaN, Number.NaN],
  ]);
});

test('a policy that is opened and saved unchanged stays as it is', () => {
  const document = policyInputSchema.parse({
    ...{ name: 'Nights', groupBy: ['rule', 'model'], waitSeconds: 0, intervalSeconds: 90 },
    ...{ repeatSeconds: 7200, rounds: 3, tellsEnd: false, isDefault: true },
    steps: [
      { targets: [{ type: 'schedule', id: 's:1' }], afterSeconds: 60 },
      {
        targets: [
          { type: 'person', id: 'p' },
          { type: 'channel', id: 'c' },
        ],
      },
    ],
  });
  expect(readPolicy(policyForm(document))).toEqual({ document });
});

test('a schedule that is opened and saved unchanged stays as it is', () => {
  const turn = { unit: 'hour', count: 12 };
  const document = scheduleInputSchema.parse({
    ...{ name: 'Primary', timeZone: 'America/New_York' },
    layers: [
      { people: ['a', 'b'], turn, startsOn: '2026-03-01' },
      { people: ['c'], turn, startsOn: '2026-03-02', only: { days: [5, 6], from: '20:00', to: '08:00' } },
    ],
    overrides: [{ person: 'b', from: '2026-03-08T05:00:00.000Z', to: '2026-03-08T09:30:15.000Z' }],
  });
  expect(readSchedule(scheduleForm(document))).toEqual({ document });
});

test('what is wrong is told by field', () => {
  const wrong = (parsed: ReturnType<typeof readPolicy> | ReturnType<typeof readSchedule>, paths: string[]) =>
    paths.filter((path) => 'problems' in parsed && parsed.problems.at(path));
  const policy = readPolicy({ ...NEW_POLICY, wait: 'soon', rounds: '-1' });
  expect(wrong(policy, ['name', 'waitSeconds', 'repeatSeconds', 'steps.0.targets', 'rounds'])).toEqual([
    ...['name', 'waitSeconds', 'steps.0.targets', 'rounds'],
  ]);
  const overrides = [{ person: 'a', from: '2026-03-02T09:00', to: '2026-03-02T08:00' }];
  const schedule = readSchedule({ ...newForm('UTC', 0), name: 'n', overrides });
  expect(wrong(schedule, ['name', 'layers.0.people'])).toEqual(['layers.0.people']);
  const whole = { ...newForm('UTC', 0), name: 'n', overrides };
  const late = readSchedule({ ...whole, layers: whole.layers.map((each) => ({ ...each, people: ['a'] })) });
  expect(wrong(late, ['layers', 'overrides.0.to', 'overrides.0.from'])).toEqual(['overrides.0.to']);
});
