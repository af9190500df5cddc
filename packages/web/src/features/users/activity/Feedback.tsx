import { defineChart } from '../../../widgets/define.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';

const FILTER = 'scoreSource:feedback';
const RATINGS = defineChart({
  title: { en: 'Ratings by users, over time', 'zh-CN': '用户评分趋势' },
  mark: 'line',
  metrics: ['scoreAvg'],
  dimensions: ['score'],
  filter: FILTER,
  limit: 5,
});
const COUNT = defineChart({
  title: { en: 'Feedback by users, how often', 'zh-CN': '用户反馈数量' },
  mark: 'bars',
  metrics: ['scores'],
  dimensions: ['score'],
  filter: FILTER,
  limit: 5,
});

/** What users say of what they were answered, and whether it gets better. */
export const Feedback = () => (
  <ProjectWidgets>
    <div className="grid grid-cols-1 gap-x-8 gap-y-5 border-t pt-3 xl:grid-cols-2">
      <WidgetPanel widget={RATINGS} height={180} />
      <WidgetPanel widget={COUNT} height={180} />
    </div>
  </ProjectWidgets>
);
