import type { MetricAggregation } from './aggregation.ts';
import { sentName } from './named.ts';

/** What a process, its runtime or its machine needs, in the order in which it is shown. */
export const RESOURCE_NAMES = ['cpu', 'memory', 'heap', 'eventLoop', 'gc', 'network', 'handles'] as const;
export type ResourceName = (typeof RESOURCE_NAMES)[number];

type Row = readonly [resource: ResourceName, metric: string, aggregation: MetricAggregation, only?: string];

/** Processors are split by mode, memory by state, under names that differ by SDK; who does not split has none of them. */
const BUSY = ['cpu.mode', 'system.cpu.state', 'state']
  .map((key) => `-attr.${key}:idle,wait,iowait`)
  .join(' ');
const USED = ['system.memory.state', 'state'].map((key) => `attr.${key}:used,""`).join(' ');

/**
 * Under which names OpenTelemetry's SDKs and collectors measure it; another name is a row. What is told in parts, by processor,
 * mode or pool, is added up: of processors as busy ones. `only`: a filter that leaves out the parts that nothing needs.
 */
const ROWS: readonly Row[] = [
  ['cpu', 'process.cpu.utilization', 'sum'],
  ['cpu', 'process.cpu.time', 'rate'],
  ['cpu', 'process.runtime.cpython.cpu.utilization', 'avg'],
  ['cpu', 'jvm.cpu.recent_utilization', 'avg'],
  ['cpu', 'container.cpu.time', 'rate'],
  ['cpu', 'container.cpu.usage', 'avg'],
  ['cpu', 'k8s.pod.cpu.usage', 'avg'],
  ['cpu', 'system.cpu.utilization', 'sum', BUSY],
  ['memory', 'process.memory.usage', 'avg'],
  ['memory', 'container.memory.usage', 'avg'],
  ['memory', 'k8s.pod.memory.usage', 'avg'],
  ['memory', 'system.memory.usage', 'sum', USED],
  ['heap', 'v8js.memory.heap.used', 'sum'],
  ['heap', 'jvm.memory.used', 'sum', '-attr.jvm.memory.type:non_heap'],
  ['heap', 'go.memory.used', 'sum'],
  ['heap', 'dotnet.gc.last_collection.heap.size', 'sum'],
  ['eventLoop', 'nodejs.eventloop.delay.p99', 'max'],
  ['eventLoop', 'nodejs.eventloop.utilization', 'avg'],
  ['gc', 'v8js.gc.utilization', 'avg'],
  ['gc', 'v8js.gc.duration', 'p95'],
  ['gc', 'jvm.gc.duration', 'p95'],
  ['gc', 'cpython.gc.collections', 'rate'],
  ['gc', 'process.runtime.cpython.gc_count', 'rate'],
  ['gc', 'dotnet.gc.collections', 'rate'],
  ['network', 'process.network.io', 'rate'],
  ['network', 'container.network.io', 'rate'],
  ['network', 'k8s.pod.network.io', 'rate'],
  ['network', 'system.network.io', 'rate'],
  ['handles', 'process.open_file_descriptor.count', 'avg'],
  ['handles', 'process.unix.file_descriptor.count', 'avg'],
  ['handles', 'nodejs.active_resources', 'avg'],
  ['handles', 'process.thread.count', 'avg'],
  ['handles', 'jvm.thread.count', 'sum'],
];

export interface MeasuredResource {
  resource: ResourceName;
  /** As it is sent. */
  metric: string;
  /** As a Question asks for it. */
  name: string;
  /** Filter text, of what it has to be asked with; '' where nothing is left out. */
  only: string;
}

/** The resources that are measured where these metrics are sent, by resource. */
export function resourcesIn(sent: readonly string[]): MeasuredResource[] {
  const known = new Set(sent);
  return ROWS.filter(([, metric]) => known.has(metric)).map(([resource, metric, aggregation, only = '']) => ({
    ...{ resource, metric, name: sentName({ metric, aggregation }), only },
  }));
}
