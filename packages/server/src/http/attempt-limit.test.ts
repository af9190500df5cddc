import { beforeEach, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts';
import { type AttemptLimit, createAttemptLimit } from './attempt-limit.ts';

let clock: FakeClock;
let limit: AttemptLimit;
beforeEach(() => {
  clock = fakeClock();
  limit = createAttemptLimit(clock);
});

/** How many attempts pass until one is refused. */
function passed(attempt: (n: number) => void): number {
  for (let n = 0; n < 1000; n++) {
    try {
      attempt(n);
    } catch {
      return n;
    }
  }
  return 1000;
}

it.each([
  ['on one account from one address', 10, () => limit.attempt('a', 'ann@example.com')],
  ['on many accounts from one address', 100, (n: number) => limit.attempt('a', `${n}@example.com`)],
  ['on one account from many addresses', 300, (n: number) => limit.attempt(`${n}`, 'ann@example.com')],
  ['on no account from one address', 100, () => limit.attempt('a')],
])('%s there are %i attempts within five minutes', (_, max, attempt) => {
  expect(passed(attempt)).toBe(max);
  clock.advance(5 * 60_000 + 1);
  expect(passed(attempt)).toBe(max);
});

it('does not tell accounts apart by how they are written', () => {
  for (let n = 0; n < 10; n++) limit.attempt('a', 'Ann@Example.com');
  expect(() => limit.attempt('a', 'ann@example.com')).toThrow('Too many attempts');
});

it('counts no attempt that was right, and none that was refused', () => {
  for (let n = 0; n < 500; n++) {
    limit.attempt('a', 'ann@example.com');
    limit.succeeded('a', 'ann@example.com');
  }
  for (let n = 0; n < 500; n++) {
    try {
      limit.attempt('a', 'ann@example.com');
    } catch {}
  }
  expect(() => limit.attempt('a', 'bob@example.com')).not.toThrow();
  expect(() => limit.attempt('b', 'ann@example.com')).not.toThrow();
});
