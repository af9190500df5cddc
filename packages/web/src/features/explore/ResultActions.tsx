import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { questionOf } from '@pharos/core/dashboards/widget-question';
import type { Answer } from '@pharos/core/question';
import { useNavigate } from '@tanstack/react-router';
import {
  Braces,
  ChartColumn,
  Ellipsis,
  Link2,
  ListTree,
  Pin,
  RotateCcw,
  SquareDashedMousePointer,
  Table2,
  Terminal,
} from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button, IconButton } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Menu, MenuItem, MenuSeparator } from '../../components/Menu.tsx';
import { toast } from '../../components/Toast.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useWidgetSource } from '../../widgets/context.ts';
import { useTracesBehind } from '../../widgets/use-pick.ts';
import type { WidgetMenuProps } from '../../widgets/WidgetMenu.tsx';
import { NOTHING } from './address.ts';
import { curlOf, jsonOf } from './copying.ts';
import { rowsCompared } from './selection.ts';
import { exploreTexts } from './texts.ts';
import type { Explore } from './use-explore.ts';

/** How charts are written as files is needed by who opens the menu alone. */
const TakeAlong = lazy(async () => ({ default: (await import('../../widgets/TakeAlong.tsx')).TakeAlong }));

const PinDialog = lazy(async () => ({ default: (await import('../../widgets/PinDialog.tsx')).PinDialog }));

interface ResultActionsProps extends Explore {
  widget: ChartWidget;
  /** What is drawn; undefined where there is no chart, or no answer yet. */
  chart: (Omit<WidgetMenuProps, 'answer'> & { answer: Answer }) | undefined;
}

/** Where an answer leads: what sets a region apart, its traces, a link or a request to take along. */
export function ResultActions({ state, change, widget, chart }: ResultActionsProps) {
  const t = useTexts(exploreTexts);
  const navigate = useNavigate();
  const { view } = useWidgetSource();
  const traces = useTracesBehind(widget)();
  const copy = useCopy();
  const [pinning, setPinning] = useState(false);
  const question = () => questionOf(widget, view);
  const comparable = rowsCompared(state.metrics) !== undefined;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Tooltip content={t(comparable ? 'compareHint' : 'compareNoScores')}>
        <Button
          aria-pressed={state.comparing}
          aria-disabled={!comparable || undefined}
          onClick={() => comparable && change({ comparing: !state.comparing, selection: NOTHING.selection })}
          className={cx(
            state.comparing && '!border-accent-line !bg-accent-soft !text-accent',
            !comparable && 'opacity-50',
          )}
        >
          <SquareDashedMousePointer className="size-4" aria-hidden />
          {t('compareRegion')}
        </Button>
      </Tooltip>
      <Button onClick={() => setPinning(true)}>
        <Pin className="size-4" aria-hidden />
        {t('save')}
      </Button>
      {pinning && (
        <Suspense>
          <PinDialog widget={widget} onClose={() => setPinning(false)} />
        </Suspense>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={t('more')} variant="secondary">
            <Ellipsis className="size-4" aria-hidden />
          </IconButton>
        }
      >
        {traces && (
          <MenuItem icon={<ListTree aria-hidden />} onSelect={() => void navigate(traces)}>
            {t('openTraces')}
          </MenuItem>
        )}
        {chart && (
          <>
            <MenuItem
              icon={chart.asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
              onSelect={chart.onTable}
            >
              {t(chart.asTable ? 'asChart' : 'asTable')}
            </MenuItem>
            <Suspense>
              <TakeAlong {...chart} />
            </Suspense>
          </>
        )}
        <MenuSeparator />
        <MenuItem icon={<Link2 aria-hidden />} onSelect={() => copy(window.location.href)}>
          {t('copyLink')}
        </MenuItem>
        <MenuItem
          icon={<Terminal aria-hidden />}
          onSelect={() => copy(curlOf(window.location.origin, question()))}
        >
          {t('copyCurl')}
        </MenuItem>
        <MenuItem icon={<Braces aria-hidden />} onSelect={() => copy(jsonOf(question()))}>
          {t('copyJson')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => change(NOTHING)}>
          {t('startOver')}
        </MenuItem>
      </Menu>
    </div>
  );
}

/** Copies and says whether it worked. */
function useCopy(): (text: string) => void {
  const t = useTexts(exploreTexts);
  return (text) =>
    void navigator.clipboard.writeText(text).then(
      () => toast(t('copied')),
      () => toast(t('notCopied'), 'bad'),
    );
}
