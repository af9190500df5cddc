import { cx } from '../../../components/cx.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PartError } from '../../../components/ErrorState.tsx';
import { PanelSkeleton } from '../../../components/Panel.tsx';
import { Section } from '../../../components/Section.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { FirstSpan } from '../../../onboarding/FirstSpan.tsx';
import { Departures } from './Departures.tsx';
import { Everything } from './Everything.tsx';
import { type Merged, merged } from './merged.ts';
import { baselineTexts } from './texts.ts';
import { type BaselinesView, SHOWN, useBaselines, useBaselinesView } from './use-baselines.ts';
import { PLURALS } from './use-words.ts';
import { WeekPanel } from './WeekPanel.tsx';

/** What left its usual band today, by how much it matters, and the usual week of everything that is watched. */
export function BaselinesTab() {
  const t = useTexts(baselineTexts);
  const view = useBaselinesView();
  return (
    <FirstSpan>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            label={t('dimension')}
            value={view.dimension}
            options={SHOWN.map((value) => ({
              value,
              label: t(value === 'all' ? 'all' : PLURALS[value]),
            }))}
            onChange={view.setDimension}
          />
          <Segmented
            label={t('since')}
            value={view.since}
            options={[
              { value: 'today', label: t('today') },
              { value: '24h', label: t('last24') },
            ]}
            onChange={view.setSince}
          />
        </div>
        <Found view={view} />
      </div>
    </FirstSpan>
  );
}

const SKELETON_HEIGHT = 480;

function Found({ view }: { view: BaselinesView }) {
  const t = useTexts(baselineTexts);
  const { isPending, known, failed } = useBaselines(view);
  if (isPending) return <PanelSkeleton height={SKELETON_HEIGHT} shape="rows" />;
  const all = merged(known);
  const { chosen, choose } = view;
  const same = (each: { dimension: string; value: string }) =>
    each.dimension === chosen?.dimension && each.value === chosen.value;
  return (
    <>
      {failed.map(({ dimension, error, retry }) => (
        <div key={dimension} className="flex items-center gap-1.5 text-sm">
          {t('failed', { what: t(PLURALS[dimension]) })}
          <PartError error={error} onRetry={retry} />
        </div>
      ))}
      {known.length > 0 && <Told all={all} view={view} />}
      {chosen && (
        <WeekPanel
          chosen={chosen}
          group={all.groups.find(same)}
          departure={all.departures.find(
            (each) => same(each) && each.metric === chosen.metric && each.score === chosen.score,
          )}
          onChoose={choose}
        />
      )}
    </>
  );
}

function Told({ all, view: { chosen, choose, since } }: { all: Merged; view: BaselinesView }) {
  const t = useTexts(baselineTexts);
  if (all.judged === 0 && all.departures.length === 0) {
    return (
      <>
        <EmptyState title={t('unknown')}>{t('unknownHint')}</EmptyState>
        {all.groups.length > 0 && <Watched all={all} onChoose={choose} />}
      </>
    );
  }
  return (
    <>
      <Summary all={all} since={since} />
      {all.departures.length > 0 ? (
        <Departures departures={all.departures} chosen={chosen} onChoose={choose} />
      ) : (
        !all.isNoneOver && <EmptyState title={t('nothingLeft')}>{t('nothingLeftHint')}</EmptyState>
      )}
      <Watched all={all} onChoose={choose} />
    </>
  );
}

function Watched({ all, onChoose }: { all: Merged; onChoose: BaselinesView['choose'] }) {
  const t = useTexts(baselineTexts);
  return (
    <div className="border-t pt-3">
      <Section title={t('everything')} hint={t('everythingHint')}>
        <Everything groups={all.groups} onChoose={onChoose} />
      </Section>
    </div>
  );
}

/** How many left their band, of how many, until when, and what was not looked at. */
function Summary({ all, since }: { all: Merged; since: BaselinesView['since'] }) {
  const t = useTexts(baselineTexts);
  const format = useFormat();
  const { departures, judged, tooLittleHistory, leftOut, untilMs, isNoneOver } = all;
  const values = { count: departures.length, judged };
  const notes = [
    t('until', { time: format.dateTime(untilMs) }),
    ...(tooLittleHistory > 0 ? [t('tooLittle', { count: tooLittleHistory })] : []),
    ...leftOut.map(({ dimension, share }) =>
      t('leftOut', { what: t(PLURALS[dimension]), share: format.percent(share) }),
    ),
  ];
  return (
    <div className="flex flex-col gap-0.5">
      <p className={cx('text-lg font-semibold', isNoneOver && 'text-muted')}>
        {isNoneOver ? t('noHour') : t(since === 'today' ? 'leftToday' : 'left24', values)}
      </p>
      <p className="text-xs text-muted">{notes.join(' ')}</p>
    </div>
  );
}
