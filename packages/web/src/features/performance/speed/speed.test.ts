import { fieldNamed } from '@pharos/core/fields';
import { parseFilterText } from '@pharos/core/filter-text';
import { metricNamed } from '@pharos/core/metrics';
import { describe, expect, it } from 'vitest';
import { SUBJECT_NAMES, SUBJECTS } from './subjects.ts';

describe.each(SUBJECT_NAMES)('%s', (name) => {
  const { filter, count, perMinute, success, latency, splits } = SUBJECTS[name];

  it('is told by metrics that there are, of the same rows', () => {
    const metrics = [count, perMinute, success, ...latency].map(metricNamed);
    expect(new Set(metrics.map((metric) => metric?.over)).size).toBe(1);
    expect(metrics.slice(3).map((metric) => metric?.aggregation)).toMatchObject(
      [0.5, 0.75, 0.9, 0.95, 0.99].map((p) => ({ type: 'quantile', of: 'durationMs', p })),
    );
  });

  it('is found and split by what can be asked', () => {
    expect(parseFilterText(filter).errors).toEqual([]);
    expect(splits.filter((split) => !fieldNamed(split)?.dimension)).toEqual([]);
  });
});
