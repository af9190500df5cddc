/** The parts of the page, each with its own address below it and its name in `texts.ts`. A new one is an entry and a lazy route. */
export const USAGE_TABS = [
  { name: 'cost', to: '/p/$project/usage' },
  { name: 'reconcile', to: '/p/$project/usage/reconcile' },
] as const;
