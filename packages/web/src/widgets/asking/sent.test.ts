import type { MetricSummary } from '@pharos/core/api/metrics';
import { describe, expect, it } from 'vitest';
import { fitted, whyNotMetric, whyNotSplit } from './fit.ts';
import { attributesOfAll, offeredOf } from './sent.ts';
import { titleIn } from './title.ts';

const summary = (facts: Partial<MetricSummary>): MetricSummary => ({
  ...{ name: 'queue', kind: 'gauge', unit: '1', description: '', monotonic: false },
  ...{ attributes: [], lastSeen: '2026-03-01T12:00:00Z' },
  ...facts,
});
const QUEUE = 'metric.queue:avg';

describe('metrics that applications send', () => {
  it('are offered as what is asked most of their kind, each once', () => {
    const metrics = [
      summary({}),
      summary({ unit: 'ms' }),
      summary({ name: 'requests', kind: 'sum', monotonic: true }),
      summary({ name: 'latency', kind: 'histogram' }),
    ];
    expect(offeredOf(metrics)).toEqual([
      ...['metric.queue:avg', 'metric.queue:max', 'metric.requests:rate', 'metric.requests:sum'],
      ...['metric.latency:p50', 'metric.latency:p95', 'metric.latency:rate'],
    ]);
  });

  it('are split by the attributes that all of them have', () => {
    const metrics = [
      summary({ attributes: ['pool', 'service.name'] }),
      summary({ name: 'requests', attributes: ['service.name', 'http.route'] }),
    ];
    expect(attributesOfAll([QUEUE], metrics)).toEqual(['pool', 'service.name']);
    expect(attributesOfAll([QUEUE, 'metric.requests:rate'], metrics)).toEqual(['service.name']);
  });

  it('are asked apart from steps and scores, and by what they know', () => {
    expect(whyNotMetric(QUEUE, { metrics: ['requests'], dimensions: [] })).toBe('ofApps');
    expect(whyNotMetric('requests', { metrics: [QUEUE], dimensions: [] })).toBe('ofSteps');
    expect(whyNotMetric(QUEUE, { metrics: [], dimensions: ['user'] })).toBe('notOfApps');
    expect(whyNotSplit('user', { metrics: [QUEUE], dimensions: [] })).toBe('notOfApps');
    expect(whyNotSplit('attr.pool', { metrics: [QUEUE], dimensions: [] })).toBeUndefined();
    expect(
      fitted({ metrics: [QUEUE, 'cost', 'metric.x'], dimensions: ['service', 'model', 'user'] }),
    ).toEqual({
      metrics: [QUEUE],
      dimensions: ['service', 'model'],
    });
  });

  it('stand in a title by their own name', () => {
    const asked = { metrics: ['metric.process.cpu.utilization:avg'], dimensions: ['service'] };
    expect(titleIn('en', asked)).toBe('process.cpu.utilization · avg by service');
  });
});
