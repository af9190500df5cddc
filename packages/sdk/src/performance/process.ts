import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks';
import { quietly } from '../tracing/traced.ts';
import type { Clock } from '../transport/clock.ts';
import type { Metrics } from './metrics.ts';
import { DIRECTIONS, readNetworkBytes } from './network.ts';

/** How often the loop is looked at; what is measured contains it. */
const RESOLUTION_MS = 20;
const delaySeconds = (ns: number): number => Math.max(0, ns / 1e6 - RESOLUTION_MS) / 1000;

/** Measures the process every so many seconds, in the names of OpenTelemetry's conventions; gives what ends it. */
export function startProcessMetrics(metrics: Metrics, intervalSeconds: number, clock: Clock): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let gcMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) gcMs += duration;
  });
  observer.observe({ entryTypes: ['gc'] });

  let cpu = process.cpuUsage();
  let network = readNetworkBytes();
  let loop = performance.eventLoopUtilization();
  let atMs = performance.now();
  const measure = () => {
    const elapsedMs = performance.now() - atMs;
    const { user, system } = process.cpuUsage(cpu);
    const { rss, heapUsed, external } = process.memoryUsage();
    const perSecond = (ms: number) => ms / elapsedMs;
    metrics.gauge('process.cpu.utilization', perSecond((user + system) / 1000), {}, '1');
    metrics.gauge('process.memory.usage', rss, {}, 'By');
    metrics.gauge('v8js.memory.heap.used', heapUsed, {}, 'By');
    metrics.gauge('v8js.memory.external', external, {}, 'By');
    metrics.gauge(
      'nodejs.eventloop.utilization',
      performance.eventLoopUtilization(loop).utilization,
      {},
      '1',
    );
    metrics.gauge('nodejs.eventloop.delay.p50', delaySeconds(delay.percentile(50)), {}, 's');
    metrics.gauge('nodejs.eventloop.delay.p99', delaySeconds(delay.percentile(99)), {}, 's');
    metrics.gauge('nodejs.eventloop.delay.max', delaySeconds(delay.max), {}, 's');
    metrics.gauge('v8js.gc.utilization', perSecond(gcMs), {}, '1');
    metrics.gauge('nodejs.active_resources', process.getActiveResourcesInfo().length, {}, '{resource}');
    const moved = readNetworkBytes();
    for (const direction of DIRECTIONS) {
      if (!moved || !network || moved[direction] < network[direction]) continue;
      const tags = { 'network.io.direction': direction };
      metrics.count('system.network.io', moved[direction] - network[direction], tags, 'By');
    }
    network = moved;
    delay.reset();
    gcMs = 0;
    cpu = process.cpuUsage();
    loop = performance.eventLoopUtilization();
    atMs = performance.now();
  };
  let cancel = clock.after(intervalSeconds * 1000, again);
  function again(): void {
    quietly(measure);
    cancel = clock.after(intervalSeconds * 1000, again);
  }
  return () => {
    cancel();
    delay.disable();
    observer.disconnect();
  };
}
