import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onCall, type ScheduleInput, scheduleInputSchema, shiftsOf } from './schedule.ts';

const schedule = (layers: unknown[], more: object = {}): ScheduleInput =>
  scheduleInputSchema.parse({ name: 'primary', timeZone: 'Europe/Berlin', layers, ...more });
const layer = (more: object = {}) => ({
  ...{ people: ['ada', 'bao', 'cem'], turn: { unit: 'week', count: 1 }, startsOn: '2026-03-02' },
  ...more,
});
const who = (of: ScheduleInput, when: string) => onCall(of, Date.parse(when));

describe('a schedule', () => {
  it('hands over at a time of its clocks, also after they have changed', () => {
    const weekly = schedule([layer()]);
    expect(who(weekly, '2026-03-02T07:59:59Z')).toBeUndefined();
    expect(who(weekly, '2026-03-02T08:00:00Z')).toBe('ada');
    expect(who(weekly, '2026-03-23T07:59:59Z')).toBe('cem');
    expect(who(weekly, '2026-03-23T08:00:00Z')).toBe('ada');
    // Summer time: nine o'clock is seven in UTC.
    expect(who(weekly, '2026-03-30T06:59:59Z')).toBe('ada');
    expect(who(weekly, '2026-03-30T07:00:00Z')).toBe('bao');
  });

  it('of hours goes on through a change of clocks', () => {
    const hourly = schedule([layer({ turn: { unit: 'hour', count: 12 }, startsOn: '2026-03-28' })]);
    expect(who(hourly, '2026-03-28T19:59:00Z')).toBe('ada');
    expect(who(hourly, '2026-03-28T20:00:00Z')).toBe('bao');
    expect(who(hourly, '2026-03-29T08:00:00Z')).toBe('cem');
  });

  it('lets a later layer go before, at its times, over midnight too', () => {
    const nights = schedule([
      layer({ people: ['ada'] }),
      layer({ people: ['bao'], only: { days: [0, 1, 2, 3, 4], from: '22:00', to: '06:00' } }),
    ]);
    expect(who(nights, '2026-03-06T20:59:00Z')).toBe('ada');
    expect(who(nights, '2026-03-06T21:00:00Z')).toBe('bao');
    // Friday's night ends on Saturday; Saturday has none.
    expect(who(nights, '2026-03-07T04:59:00Z')).toBe('bao');
    expect(who(nights, '2026-03-07T05:00:00Z')).toBe('ada');
    expect(who(nights, '2026-03-07T22:00:00Z')).toBe('ada');
  });

  it('lets somebody else have it instead, the last who says so', () => {
    const from = '2026-03-03T00:00:00Z';
    const overrides = [
      { person: 'dee', from, to: '2026-03-05T00:00:00Z' },
      { person: 'eli', from: '2026-03-04T00:00:00Z', to: '2026-03-04T12:00:00Z' },
    ];
    const swapped = schedule([layer()], { overrides });
    expect(shiftsOf(swapped, { fromMs: Date.parse(from), toMs: Date.parse('2026-03-09T10:00:00Z') })).toEqual(
      [
        ['03T00:00', '04T00:00', 'dee'],
        ['04T00:00', '04T12:00', 'eli'],
        ['04T12:00', '05T00:00', 'dee'],
        ['05T00:00', '09T08:00', 'ada'],
        ['09T08:00', '09T10:00', 'bao'],
      ].map(([start, end, person]) => ({
        fromMs: Date.parse(`2026-03-${start}:00Z`),
        toMs: Date.parse(`2026-03-${end}:00Z`),
        person,
      })),
    );
  });

  it('hands over between the quarters of an hour that clocks show when these change by half an hour', () => {
    const hourly = schedule(
      [layer({ turn: { unit: 'hour', count: 1 }, startsOn: '2026-04-01', handover: '17:45' })],
      {
        timeZone: 'Australia/Lord_Howe',
      },
    );
    const range = { fromMs: Date.parse('2026-04-06T00:00:00Z'), toMs: Date.parse('2026-04-06T02:00:00Z') };
    expect(shiftsOf(hourly, range).map(({ fromMs }) => new Date(fromMs).toISOString().slice(11, 16))).toEqual(
      ['00:00', '00:45', '01:45'],
    );
  });

  it('has shifts that say at every moment who has it', () => {
    const clock = fc.constantFrom('00:00', '02:30', '09:00', '17:45');
    const anyLayer = fc.record({
      people: fc.uniqueArray(fc.constantFrom('ada', 'bao', 'cem'), { minLength: 1 }),
      turn: fc.record({
        unit: fc.constantFrom('hour', 'day', 'week'),
        count: fc.integer({ min: 1, max: 3 }),
      }),
      startsOn: fc.constantFrom('2026-03-01', '2026-03-25', '2026-04-01'),
      handover: clock,
      only: fc.option(
        fc.record({ days: fc.uniqueArray(fc.nat(6), { minLength: 1 }), from: clock, to: clock }),
        { nil: undefined },
      ),
    });
    const zone = fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
    const fromMs = Date.parse('2026-03-26T10:07:00Z');
    const toMs = Date.parse('2026-04-07T10:07:00Z');
    fc.assert(
      fc.property(
        fc.array(anyLayer, { minLength: 1, maxLength: 3 }),
        zone,
        fc.nat(17_000),
        (layers, timeZone, later) => {
          const any = schedule(layers, { timeZone });
          const at = fromMs + later * 60_000;
          const shift = shiftsOf(any, { fromMs, toMs }).find((each) => each.fromMs <= at && at < each.toMs);
          expect(shift?.person).toBe(onCall(any, at));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['timeZone', { timeZone: 'Mars' }],
    ['layers.0.people', { layers: [layer({ people: [] })] }],
    ['layers.0.handover', { layers: [layer({ handover: '24:00' })] }],
    [
      'overrides.0.to',
      { overrides: [{ person: 'a', from: '2026-03-03T00:00:00Z', to: '2026-03-03T00:00:00Z' }] },
    ],
  ])('is refused at %s', (path, changes) => {
    const refused = scheduleInputSchema.safeParse({
      name: 'p',
      timeZone: 'UTC',
      layers: [layer()],
      ...changes,
    });
    expect(refused.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
