import { useLive } from '../../api/live-stream.ts';
import { cx } from '../../components/cx.ts';
import { FIGURE_TOPICS, LiveFigures } from '../../components/live/LiveFigures.tsx';
import { LiveStatusWord } from '../../components/live/LiveStatusWord.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { useNow } from '../../use-time-range.ts';
import { AllLink } from './AllLink.tsx';
import { overview } from './messages.ts';
import { SectionTitle } from './SectionTitle.tsx';

/** What goes on now, whatever the page's range is. */
export function Now() {
  const t = useTexts(overview);
  const project = useProject();
  const { status, view, aheadMs } = useLive(project, FIGURE_TOPICS);
  const nowMs = useNow(1000) + aheadMs;
  return (
    <section aria-label={t('now')} className="border-t pt-2">
      <SectionTitle
        title={t('now')}
        note={<LiveStatusWord status={status} />}
        actions={
          <AllLink of={t('now')} link={{ to: '/p/$project/live', params: { project } }}>
            {t('toLive')}
          </AllLink>
        }
      />
      <div
        className={cx(
          'transition-opacity motion-reduce:transition-none',
          (status === 'reconnecting' || status === 'paused') && 'opacity-60',
        )}
      >
        <LiveFigures view={view} nowMs={nowMs} shapeHeight={18} />
      </div>
    </section>
  );
}
