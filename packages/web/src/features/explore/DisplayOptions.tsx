import { type MarkName, markNamed } from '@pharos/core/dashboards/marks';
import { History } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Select } from '../../components/Select.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { useWidgetSource } from '../../widgets/context.ts';
import { limitsFor, widthsFor } from './display-choices.ts';
import { MarkPicker } from './MarkPicker.tsx';
import { exploreTexts } from './texts.ts';
import type { Explore } from './use-explore.ts';

const AUTO = '';

interface DisplayOptionsProps extends Explore {
  mark: MarkName;
  /** Those that can draw what is asked. */
  marks: readonly MarkName[];
}

/** How the answer is shown: the mark, how many groups, how wide the buckets are, the period before beside it. */
export function DisplayOptions({ state, change, mark, marks }: DisplayOptionsProps) {
  const t = useTexts(exploreTexts);
  const format = useFormat();
  const time = useTimeRange();
  const { periodName } = useWidgetSource();
  const { time: buckets, groups } = markNamed(mark);
  const limits = limitsFor(groups, state.limit);
  const widths = widthsFor(time.toMs - time.fromMs, state.bucketSeconds);
  const number = (text: string) => (text === AUTO ? undefined : Number(text));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div role="group" aria-label={t('display')} className="flex flex-wrap items-center gap-2">
      <MarkPicker marks={marks} value={mark} onChange={(next) => change({ mark: next })} />
      {state.dimensions.length > 0 && (
        <Select
          label={t('limit')}
          value={String(state.limit === undefined ? AUTO : Math.min(state.limit, groups))}
          options={[
            { value: AUTO, label: t('limitAuto') },
            ...limits.map((count) => ({ value: String(count), label: t('limitOf', { count }) })),
          ]}
          onChange={(next) => change({ limit: number(next) })}
        />
      )}
      {buckets !== 'never' && (
        <Select
          label={t('width')}
          value={String(state.bucketSeconds ?? AUTO)}
          options={[
            { value: AUTO, label: t('widthAuto') },
            ...widths.map((seconds) => ({
              value: String(seconds),
              label: t('widthOf', { length: format.period(seconds * 1000) }),
            })),
          ]}
          onChange={(next) => change({ bucketSeconds: number(next) })}
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
    </div>
  );
}
