import { catalogue } from '../../i18n/i18n.ts';

/** What processes need. */
export const resourceTexts = catalogue(
  'resources',
  {
    cpu: 'Processor',
    memory: 'Memory',
    heap: 'Heap',
    eventLoop: 'Event loop',
    gc: 'Garbage collection',
    network: 'Network',
    handles: 'Handles and threads',
    empty: 'No process tells what it needs',
    emptyHint:
      'Here stands what processor, memory, network and event loop each instance of a program needs. The Pharos SDK measures it by itself; any other OpenTelemetry SDK sends it with its host and runtime metrics:',
    emptyCode: 'Send metrics',
    partOfFilter: 'Of the filter, processes know only: {{filter}}',
    noneOfFilter: 'Processes know nothing of what the filter names: all are shown.',
    none: 'Nothing was measured in this time range',
    noneOf: 'No process that meets {{filter}} told what it needs.',
    clear: 'Remove the conditions',
    title: 'Resources',
  },
  {
    cpu: '处理器',
    memory: '内存',
    heap: '堆内存',
    eventLoop: '事件循环',
    gc: '垃圾回收',
    network: '网络',
    handles: '句柄与线程',
    empty: '还没有进程上报资源使用情况',
    emptyHint:
      '这里显示程序各实例的处理器、内存、网络和事件循环使用情况。Pharos SDK 会自动测量；其他 OpenTelemetry SDK 通过主机和运行时指标上报：',
    emptyCode: '发送指标',
    partOfFilter: '筛选条件中仅以下部分适用于进程：{{filter}}',
    noneOfFilter: '筛选条件不适用于进程：显示全部。',
    none: '该时间范围内没有测量数据',
    noneOf: '满足 {{filter}} 的进程都没有上报资源使用情况。',
    clear: '清除条件',
    title: '资源',
  },
);
