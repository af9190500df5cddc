import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_AGGREGATIONS } from './aggregation.ts';
import { sentName, sentNamed, unitOfMetric } from './named.ts';

describe('the name of a metric that applications send', () => {
  it('is read back as what it was made of', () => {
    const metric = fc.string({ minLength: 1, maxLength: 255 });
    const aggregation = fc.constantFrom(...METRIC_AGGREGATIONS);
    fc.assert(
      fc.property(fc.record({ metric, aggregation }), (sent) => {
        expect(sentNamed(sentName(sent))).toEqual(sent);
      }),
    );
  });

  it.each([
    'latencyP95',
    'metric.',
    'metric.:avg',
    'metric.queue',
    'metric.queue:',
    'metric.queue:P95',
    'queue:avg',
  ])('is not %s', (name) => {
    expect(sentNamed(name)).toBeUndefined();
  });
});

it.each([
  ['latencyP95', undefined, 'ms'],
  ['metric.process.memory.usage:avg', 'By', 'bytes'],
  ['metric.process.network.io:rate', 'By', 'bytesPerSecond'],
  ['metric.process.cpu.time:rate', 's', 'ratio'],
  ['metric.v8js.gc.duration:p95', 's', 'seconds'],
  ['metric.process.cpu.utilization:avg', '1', 'ratio'],
  ['metric.queue:avg', '1', 'number'],
  ['metric.requests:rate', '{request}', 'perSecond'],
  ['metric.v8js.gc.duration:count', 's', 'count'],
])('%s in %s is shown as %s', (name, ucum, unit) => {
  expect(unitOfMetric(name, ucum === undefined ? {} : { [name]: ucum })).toBe(unit);
});
