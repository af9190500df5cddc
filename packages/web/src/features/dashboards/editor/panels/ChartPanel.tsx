import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { markNamed, marksFor } from '@pharos/core/dashboards/marks';
import { readIn } from '@pharos/core/local-text';
import type { ReactNode } from 'react';
import { FilterBar } from '../../../../components/filter-bar/FilterBar.tsx';
import { useLanguage, useTexts } from '../../../../i18n/i18n.ts';
import { useStillRange } from '../../../../use-still-range.ts';
import { LimitSelect } from '../../../../widgets/asking/LimitSelect.tsx';
import { MarkPicker } from '../../../../widgets/asking/MarkPicker.tsx';
import { MetricTokens } from '../../../../widgets/asking/MetricTokens.tsx';
import { SplitTokens } from '../../../../widgets/asking/SplitTokens.tsx';
import { titleFor } from '../../../../widgets/asking/title.ts';
import { WidthSelect } from '../../../../widgets/asking/WidthSelect.tsx';
import { useWidgetSource } from '../../../../widgets/context.ts';
import { WidgetPanel } from '../../../../widgets/WidgetPanel.tsx';
import type { Editor } from '../use-editor.ts';
import { ChartOptions } from './ChartOptions.tsx';
import { LocalTextField } from './LocalTextField.tsx';
import { panelTexts } from './texts.ts';
import { type ChartProblem, useChartDraft } from './use-chart-draft.ts';

interface ChartPanelProps {
  editor: Editor;
  widget: ChartWidget;
}

/** What a chart asks and how it is drawn; the dashboard beside it follows every change. */
export function ChartPanel({ editor, widget }: ChartPanelProps) {
  const t = useTexts(panelTexts);
  const language = useLanguage();
  const { view } = useWidgetSource();
  const range = useStillRange();
  const { draft, change, problem } = useChartDraft(editor, widget, view);
  const mark = markNamed(draft.mark);
  const marks = marksFor(draft);
  return (
    <>
      <div inert className="md:hidden">
        <WidgetPanel widget={widget} height={160} />
      </div>
      <LocalTextField
        label={t('title')}
        value={draft.title}
        placeholder={readIn(titleFor(draft), language)}
        onChange={(title) => change({ title }, 'title')}
      />
      <Part name={t('show')}>
        <MetricTokens asked={draft} onChange={(metrics) => change({ metrics: [...metrics] })} />
      </Part>
      <Part name={t('splitBy')}>
        <SplitTokens asked={draft} onChange={(dimensions) => change({ dimensions: [...dimensions] })} />
      </Part>
      {problem && <Problem problem={problem} />}
      <Part name={t('where')} hint={t('whereHint')}>
        <FilterBar value={draft.filter} onChange={(filter) => change({ filter })} range={range} />
      </Part>
      <Part name={t('asMark')}>
        {marks.length === 0 ? (
          <p className="text-sm text-muted">{t('noMark')}</p>
        ) : (
          <div className="scroll-thin max-w-full overflow-x-auto">
            <MarkPicker marks={marks} value={draft.mark} onChange={(next) => change({ mark: next })} />
          </div>
        )}
      </Part>
      <div className="flex flex-wrap gap-3">
        {draft.dimensions.length > 0 && (
          <Part name={t('limit')}>
            <LimitSelect most={mark.groups} value={draft.limit} onChange={(limit) => change({ limit })} />
          </Part>
        )}
        {mark.time !== 'never' && (
          <Part name={t('width')}>
            <WidthSelect
              rangeMs={view.range.toMs - view.range.fromMs}
              value={draft.bucketSeconds}
              onChange={(bucketSeconds) => change({ bucketSeconds })}
            />
          </Part>
        )}
      </div>
      <ChartOptions draft={draft} change={change} />
    </>
  );
}

const Part = ({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
  <div role="group" aria-label={name} className="flex min-w-0 flex-col gap-1.5">
    <span aria-hidden className="text-xs font-medium text-soft">
      {name}
    </span>
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">{children}</div>
    {hint && <p className="text-xs text-muted">{hint}</p>}
  </div>
);

function Problem({ problem }: { problem: ChartProblem }) {
  const t = useTexts(panelTexts);
  return (
    <p role="alert" className="text-sm text-bad">
      {problem.type === 'asked' ? t('asked', { problem: problem.message }) : t('hintMetrics')}
    </p>
  );
}
