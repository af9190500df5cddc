import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Course,
  FLAPPING_RETURNS,
  type Happening,
  SAME_MS,
  STEADY_MS,
  steadied,
  turned,
} from './flapping.ts';

const MINUTE = 60_000;

/** What happened while a group fired and was well again after each of these minutes, in turn. */
function happenings(minutes: number[]): [number, Happening | 'over'][] {
  let course: Course | undefined;
  let at = 0;
  const all: [number, Happening | 'over'][] = [];
  const pass = (until: number) => {
    const over = course && steadied(course, until * MINUTE);
    if (over) {
      course = over;
      all.push([(over.endedAtMs ?? 0) / MINUTE, 'over']);
    }
  };
  for (const [i, gap] of minutes.entries()) {
    at += gap;
    pass(at);
    const result = turned(course, i % 2 === 0 ? 'fired' : 'ended', at * MINUTE);
    course = result?.course ?? course;
    if (result?.happened) all.push([at, result.happened]);
  }
  pass(at + 1000);
  return all;
}

describe('an incident', () => {
  it('opens and ends', () => {
    expect(happenings([1, 5])).toEqual([
      [1, 'opened'],
      [6, 'ended'],
    ]);
  });

  it('is the same when it fires again soon, and another when it was well for longer', () => {
    expect(happenings([1, 5, 10, 5, 11])).toEqual([
      [1, 'opened'],
      [6, 'ended'],
      [16, 'reopened'],
      [21, 'ended'],
      [32, 'opened'],
    ]);
  });

  it('that flaps stays open until it is steady, and tells of no beat', () => {
    // Fires and is well each minute: the third return makes it flap.
    expect(happenings([0, ...Array.from({ length: 15 }, () => 1)])).toEqual([
      [0, 'opened'],
      [1, 'ended'],
      [2, 'reopened'],
      [3, 'ended'],
      [4, 'reopened'],
      [5, 'ended'],
      [6, 'reopened'],
      [7, 'steadying'],
      [9, 'steadying'],
      [11, 'steadying'],
      [13, 'steadying'],
      [15, 'steadying'],
      [30, 'over'],
    ]);
  });

  it('never ends before it opened, and is never told more often than it flaps, whatever the beat', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }), (minutes) => {
        const all = happenings(minutes);
        let open = false;
        for (const [, what] of all) {
          if (what === 'opened' || what === 'reopened') {
            expect(open).toBe(false);
            open = true;
          } else if (what !== 'steadying') {
            expect(open).toBe(true);
            open = false;
          }
        }
        // Within any hour: those it takes to flap, and one each time that it is over.
        for (const [from] of all) {
          const told = all.filter(([at, what]) => at >= from && at < from + 60 && what === 'reopened');
          expect(told.length).toBeLessThanOrEqual(FLAPPING_RETURNS + 60 / ((SAME_MS + STEADY_MS) / MINUTE));
        }
      }),
    );
  });
});
