/** The parts of the page, each with its own address below it and its name in `texts.ts`. A new one is an entry and a lazy route. `ownTime`: the time range of the page is no matter there. */
export const USAGE_TABS = [
  { name: 'cost', to: '/p/$project/usage' },
  { name: 'whatIf', to: '/p/$project/usage/what-if' },
  { name: 'savings', to: '/p/$project/usage/savings' },
  { name: 'reconcile', to: '/p/$project/usage/reconcile', ownTime: true },
] as const;
