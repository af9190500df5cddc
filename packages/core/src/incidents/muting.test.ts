import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inhibited } from './inhibition.ts';
import { fits, type Matcher, matches } from './matcher.ts';
import { nextStretch, type SilenceInput, silenceInputSchema, silencing } from './silence.ts';

const at = (text: string) => Date.parse(text);
const matcher = (label: string, op: Matcher['op'], value: string): Matcher => ({ label, op, value });

describe('matchers', () => {
  const labels = { severity: 'critical', model: 'gpt-5.6-mini' };
  it.each<[Matcher, boolean]>([
    [matcher('severity', '=', 'critical'), true],
    [matcher('severity', '!=', 'critical'), false],
    [matcher('model', '~', 'gpt-*-mini'), true],
    [matcher('model', '~', 'gpt'), false],
    [matcher('model', '!~', 'claude*'), true],
    // What is missing is empty.
    [matcher('team', '=', ''), true],
    [matcher('constructor', '=', ''), true],
  ])('of %j say %s', (one, expected) => {
    expect(matches([one], labels)).toBe(expected);
  });

  it('read a pattern as the regular expression that it stands for', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 });
    fc.assert(
      fc.property(letters, text, (pattern, each) => {
        const expression = pattern
          .split('*')
          .map((part) => part.replaceAll('.', '\\.'))
          .join('.*');
        expect(fits(pattern, each)).toBe(new RegExp(`^${expression}$`).test(each));
      }),
      { numRuns: 1000 },
    );
  });

  it('answer a hostile pattern at once', () => {
    expect(fits('*a'.repeat(100), `${'a'.repeat(200)}b`)).toBe(false);
  });
});

describe('a silence', () => {
  const silence = (changes: Partial<Record<keyof SilenceInput, unknown>>): SilenceInput =>
    silenceInputSchema.parse({
      matchers: [matcher('rule', '=', 'slow')],
      startsAt: '2026-03-27T22:00:00Z',
      endsAt: '2026-03-28T02:00:00Z',
      comment: 'release',
      ...changes,
    });
  const stretch = (of: SilenceInput, when: string) => {
    const found = nextStretch(of, at(when));
    return found && [found.fromMs, found.toMs].map((ms) => new Date(ms).toISOString().slice(5, 16));
  };

  it('holds from its start to its end, which is not in it', () => {
    const holds = (when: string) => silencing([silence({})], { rule: 'slow' }, at(when)).length === 1;
    expect(holds('2026-03-27T21:59:59Z')).toBe(false);
    expect(holds('2026-03-27T22:00:00Z')).toBe(true);
    expect(holds('2026-03-28T01:59:59Z')).toBe(true);
    expect(holds('2026-03-28T02:00:00Z')).toBe(false);
  });

  it('that repeats begins at the same time of its clocks, also after they have changed', () => {
    // 23:00 to 03:00 in Berlin, whose clocks go from +1 to +2 on the 29th of March.
    const nightly = silence({ repeats: { every: 'day', timeZone: 'Europe/Berlin' } });
    expect(stretch(nightly, '2026-03-28T03:00:00Z')).toEqual(['03-28T22:00', '03-29T02:00']);
    expect(stretch(nightly, '2026-03-29T12:00:00Z')).toEqual(['03-29T21:00', '03-30T01:00']);
    expect(stretch(nightly, '2026-03-30T00:30:00Z')).toEqual(['03-29T21:00', '03-30T01:00']);
    const weekly = silence({ repeats: { every: 'week', timeZone: 'Europe/Berlin' } });
    expect(stretch(weekly, '2026-03-28T03:00:00Z')).toEqual(['04-03T21:00', '04-04T01:00']);
  });

  it('that repeats ends for good when it says so', () => {
    const repeats = { every: 'day', timeZone: 'UTC', until: '2026-03-29T23:00:00Z' };
    expect(stretch(silence({ repeats }), '2026-03-29T12:00:00Z')).toEqual(['03-29T22:00', '03-29T23:00']);
    expect(stretch(silence({ repeats }), '2026-03-29T23:00:00Z')).toBeUndefined();
  });

  it('that repeats holds at a moment exactly when one of its times does, whatever the zone', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Shanghai',
      'Australia/Lord_Howe',
    );
    const hour = 3_600_000;
    fc.assert(
      fc.property(zone, fc.integer({ min: 1, max: 24 }), fc.nat(20_000), (timeZone, hours, later) => {
        // In none of the zones an hour that clocks ever skip.
        const startsAt = '2026-01-10T12:30:00Z';
        const endsAt = new Date(at(startsAt) + hours * hour).toISOString();
        const nightly = silence({ startsAt, endsAt, repeats: { every: 'day', timeZone } });
        const now = at(startsAt) + (later * hour) / 2;
        const found = nextStretch(nightly, now);
        expect(found).toBeDefined();
        if (!found) return;
        expect(now).toBeLessThan(found.toMs);
        // The one before is over.
        const before = nextStretch(nightly, found.fromMs - 26 * hour);
        if (before && before.fromMs < found.fromMs && hours < 23)
          expect(before.toMs).toBeLessThanOrEqual(found.fromMs);
        const clock = (ms: number) =>
          new Intl.DateTimeFormat('en', {
            timeZone,
            hour: 'numeric',
            minute: 'numeric',
            hourCycle: 'h23',
          }).format(ms);
        expect(clock(found.fromMs)).toBe(clock(at(startsAt)));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['endsAt', { endsAt: '2026-03-27T22:00:00Z' }],
    ['endsAt', { endsAt: '2026-03-29T22:00:00Z', repeats: { every: 'day', timeZone: 'UTC' } }],
    ['matchers', { matchers: [] }],
    ['comment', { comment: ' ' }],
    ['repeats.timeZone', { repeats: { every: 'day', timeZone: 'Mars/Olympus' } }],
  ])('is refused at %s', (path, changes) => {
    const input = {
      matchers: [matcher('a', '=', 'b')],
      startsAt: '2026-03-27T22:00:00Z',
      endsAt: '2026-03-28T02:00:00Z',
    };
    const refused = silenceInputSchema.safeParse({ ...input, comment: 'c', ...changes });
    expect(refused.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});

describe('inhibition', () => {
  const down = { source: [matcher('rule', '=', 'provider down')], target: [matcher('kind', '=', 'symptom')] };
  const rule = { name: 'n', ...down, equal: ['provider'] };
  const fires = (id: string, labels: Record<string, string>) => ({ id, labels });

  it('mutes what is a symptom of something that fires, of the same provider alone', () => {
    const firing = [
      fires('down', { rule: 'provider down', provider: 'openai' }),
      fires('slow', { kind: 'symptom', provider: 'openai' }),
      fires('other', { kind: 'symptom', provider: 'anthropic' }),
      fires('cause', { kind: 'cause', provider: 'openai' }),
    ];
    expect(inhibited(firing, [rule])).toEqual(new Map([['slow', 'down']]));
    expect(inhibited(firing.slice(1), [rule])).toEqual(new Map());
  });

  it('never has two mute one another', () => {
    const both = { name: 'n', source: [matcher('a', '=', '1')], target: [matcher('a', '=', '1')], equal: [] };
    expect(inhibited([fires('x', { a: '1' }), fires('y', { a: '1' })], [both])).toEqual(new Map());
  });
});
