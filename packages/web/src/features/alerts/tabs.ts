/** The parts of the page, each with its own address below it and its name in `texts.ts`. A new one is an entry and a lazy route. */
export const ALERTS_TABS = [
  { name: 'incidents', to: '/p/$project/alerts' },
  { name: 'rules', to: '/p/$project/alerts/rules' },
  { name: 'silences', to: '/p/$project/alerts/silences' },
  { name: 'escalation', to: '/p/$project/alerts/escalation' },
  { name: 'channels', to: '/p/$project/alerts/channels' },
] as const;
