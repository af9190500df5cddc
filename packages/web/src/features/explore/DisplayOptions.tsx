import { type MarkName, markNamed } from '@pharos/core/dashboards/marks';
import { whyNoUsual } from '@pharos/core/dashboards/usual-band';
import { questionOf } from '@pharos/core/dashboards/widget-question';
import { History, Waves } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Tooltip } from '../../components/Tooltip.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { LimitSelect } from '../../widgets/asking/LimitSelect.tsx';
import { MarkPicker } from '../../widgets/asking/MarkPicker.tsx';
import { WidthSelect } from '../../widgets/asking/WidthSelect.tsx';
import { useWidgetSource } from '../../widgets/context.ts';
import { widgetTexts } from '../../widgets/texts.ts';
import { exploreTexts } from './texts.ts';
import type { Explore } from './use-explore.ts';
import { widgetOf } from './widget.ts';

interface DisplayOptionsProps extends Explore {
  mark: MarkName;
  /** Those that can draw what is asked. */
  marks: readonly MarkName[];
}

/** How the answer is shown: the mark, how many groups, how wide the buckets are, the period before beside it, what is usual behind it. */
export function DisplayOptions({ state, change, mark, marks }: DisplayOptionsProps) {
  const t = useTexts(exploreTexts);
  const time = useTimeRange();
  const { periodName } = useWidgetSource();
  const { time: buckets, groups } = markNamed(mark);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div role="group" aria-label={t('display')} className="flex flex-wrap items-center gap-2">
      <MarkPicker marks={marks} value={mark} onChange={(next) => change({ mark: next })} />
      {state.dimensions.length > 0 && (
        <LimitSelect most={groups} value={state.limit} onChange={(limit) => change({ limit })} />
      )}
      {buckets !== 'never' && (
        <WidthSelect
          rangeMs={time.toMs - time.fromMs}
          value={state.bucketSeconds}
          onChange={(bucketSeconds) => change({ bucketSeconds })}
        />
      )}
      {buckets === 'only' && state.dimensions.length === 0 && (
        <Tooltip content={t('beforeHint', { period: periodName })}>
          <Button
            aria-pressed={state.compare}
            onClick={() => change({ compare: !state.compare })}
            className={cx(state.compare && '!border-accent-line !bg-accent-soft !text-accent')}
          >
            <History className="size-4" aria-hidden />
            {t('before')}
          </Button>
        </Tooltip>
      )}
      {buckets === 'only' && <UsualSwitch {...{ state, change, mark }} />}
    </div>
  );
}

/** Whether what is usual is drawn behind the answer; where it cannot be, it says why. */
function UsualSwitch({ state, change, mark }: Pick<DisplayOptionsProps, 'state' | 'change' | 'mark'>) {
  const t = useTexts(widgetTexts);
  const { view } = useWidgetSource();
  const widget = widgetOf({ ...state, usual: true }, mark);
  const why = whyNoUsual(widget, questionOf(widget, view).bucketSeconds);
  const isOn = state.usual && why === undefined;
  return (
    <Tooltip content={t(why === undefined ? 'usualHint' : `noUsual_${why}`)}>
      <Button
        aria-pressed={isOn}
        aria-disabled={why !== undefined || undefined}
        onClick={() => why === undefined && change({ usual: !state.usual })}
        className={cx(
          isOn && '!border-accent-line !bg-accent-soft !text-accent',
          why !== undefined && 'opacity-50',
        )}
      >
        <Waves className="size-4" aria-hidden />
        {t('usual')}
      </Button>
    </Tooltip>
  );
}
