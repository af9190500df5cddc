import { catalogue } from '../../i18n/i18n.ts';

/** Words of the page around its parts; each part has its own. */
export const performanceTexts = catalogue(
  'performance',
  {
    title: 'Performance',
    speed: 'Speed',
    retrieval: 'Retrieval',
    resources: 'Resources',
    baselines: 'Baselines',
  },
  {
    title: '性能',
    speed: '速度',
    retrieval: '检索',
    resources: '资源',
    baselines: '基线',
  },
);
