import { SEVERITIES } from '@pharos/core/alerts/rule';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byUrgency } from './urgency.ts';

const incident = fc.record({
  severity: fc.constantFrom(...SEVERITIES),
  openedAt: fc.integer({ min: 0, max: 5 }).map((minute) => new Date(minute * 60_000).toISOString()),
  mutedBy: fc.constantFrom(null, 'silence:s'),
});

test('what is told comes before what is muted, the more severe before the less, the older before the newer', () => {
  fc.assert(
    fc.property(fc.array(incident, { maxLength: 12 }), (incidents) => {
      const ranked = incidents.toSorted(byUrgency);
      for (const [nth, next] of ranked.slice(1).entries()) {
        const before = ranked[nth] as (typeof ranked)[number];
        const worth = ({ mutedBy, severity, openedAt }: typeof before) => [
          mutedBy === null ? 0 : 1,
          -SEVERITIES.indexOf(severity),
          Date.parse(openedAt),
        ];
        const [a, b] = [worth(before), worth(next)];
        const first = a.findIndex((each, at) => each !== b[at]);
        if (first >= 0) expect(a[first]).toBeLessThan(b[first] as number);
      }
    }),
  );
});
