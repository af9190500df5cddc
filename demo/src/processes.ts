import { service } from './agents/services.ts';
import { DAY, HOUR, MINUTE, SECOND } from './clock.ts';
import { metricsBody, type Reading } from './otlp-metrics.ts';
import { type Random, randomFor } from './random.ts';
import type { Sender } from './send.ts';
import type { Service } from './tape.ts';

/** How often processes tell what they need: of the past, and while somebody watches. */
export const PAST_STEP = 5 * MINUTE;
export const LIVE_STEP = 10 * SECOND;

/** The programs that the agents live in. */
const PROCESSES: readonly Service[] = [
  ...[1, 2, 3].map((n) => service('shop-assistant', '2.4.0', 'python', 'production', n)),
  service('help-search', '1.9.0', 'python', 'production'),
  service('reporting', '5.2.0', 'nodejs', 'production'),
];
const MB = 1e6;
/** What is not given back grows until the next release. */
const RELEASE_EVERY = 2 * DAY;

/** How much of the work comes to whom. */
const SHARES: Readonly<Record<string, number>> = {
  'shop-assistant-2': 0.8,
  'shop-assistant-3': 0.65,
  'help-search-1': 0.5,
  'reporting-1': 0.4,
};

/** How busy a shop is at a time of day, 0 to 1. */
const busyAt = (atMs: number): number => 0.5 - 0.5 * Math.cos(((atMs % DAY) / DAY - 4 / 24) * 2 * Math.PI);

function readingsOf(process: Service, atMs: number, stepMs: number, random: Random): Reading[] {
  const share = SHARES[process.instance] ?? 1;
  const busy = busyAt(atMs) * share * random.about(1, 0.25);
  const age = (atMs % RELEASE_EVERY) / HOUR;
  const seconds = stepMs / SECOND;
  const at = { service: process, atMs, stepMs };
  const gauge = (name: string, value: number, unit: string): Reading => ({ ...at, name, value, unit });
  const counted = (name: string, perSecond: number, unit: string, attributes = {}): Reading => ({
    ...{ ...at, name, unit, attributes },
    ...{ value: Math.round(perSecond * seconds), sum: true },
  });
  const network = (direction: string, bytesPerSecond: number): Reading =>
    counted('process.network.io', bytesPerSecond, 'By', { 'network.io.direction': direction });
  return [
    gauge('process.cpu.utilization', Math.min(1, 0.05 + 0.5 * busy), '1'),
    gauge('process.memory.usage', Math.round((180 + 120 * share + 90 * busy + 4 * share * age) * MB), 'By'),
    network('receive', 40_000 + 900_000 * busy),
    network('transmit', 20_000 + 350_000 * busy),
    ...(process.language === 'nodejs'
      ? [
          gauge('nodejs.eventloop.delay.p99', (4 + 30 * busy ** 2) / 1000, 's'),
          gauge('v8js.memory.heap.used', Math.round((90 + 60 * busy) * MB), 'By'),
          gauge('v8js.gc.utilization', 0.004 + 0.02 * busy, '1'),
        ]
      : [gauge('process.thread.count', 12 + Math.round(20 * busy), '{thread}')]),
    ...(process.name === 'shop-assistant'
      ? [counted('shop.orders.rescued', (busy * random.about(0.8, 0.5)) / 60, '{order}')]
      : []),
  ];
}

const READINGS_A_REQUEST = 2000;

/** Sends what processes measured in steps from one moment up to another; the moment from which to go on. */
export async function sendReadings(
  sender: Sender,
  seed: string,
  span: { fromMs: number; toMs: number; stepMs: number },
): Promise<number> {
  const { fromMs, toMs, stepMs } = span;
  let readings: Reading[] = [];
  let atMs = Math.ceil(fromMs / stepMs) * stepMs;
  for (; atMs < toMs; atMs += stepMs) {
    for (const process of PROCESSES)
      readings.push(...readingsOf(process, atMs, stepMs, randomFor(seed, process.instance, atMs)));
    if (readings.length < READINGS_A_REQUEST) continue;
    await sender.post('/v1/metrics', metricsBody(readings));
    readings = [];
  }
  if (readings.length > 0) await sender.post('/v1/metrics', metricsBody(readings));
  return atMs;
}
