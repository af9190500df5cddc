/** The parts of the page, each with its own address below it and its name in `texts.ts`. A new one is an entry and a lazy route. */
export const PERFORMANCE_TABS = [
  { name: 'speed', to: '/p/$project/performance' },
  { name: 'retrieval', to: '/p/$project/performance/retrieval' },
  { name: 'resources', to: '/p/$project/performance/resources' },
  { name: 'baselines', to: '/p/$project/performance/baselines' },
] as const;
