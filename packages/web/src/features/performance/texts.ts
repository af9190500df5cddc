import { catalogue } from '../../i18n/i18n.ts';

/** Words of the page around its parts; each part has its own. */
export const performanceTexts = catalogue(
  'performance',
  {
    title: 'Performance',
    speed: 'Speed',
    resources: 'Resources',
  },
  {
    title: '性能',
    speed: '速度',
    resources: '资源',
  },
);
