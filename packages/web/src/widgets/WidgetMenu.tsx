import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import type { Answer } from '@pharos/core/question';
import { useNavigate } from '@tanstack/react-router';
import { ChartColumn, Ellipsis, ListTree, Table2 } from 'lucide-react';
import type { RefObject } from 'react';
import { IconButton } from '../components/Button.tsx';
import { Menu, MenuItem } from '../components/Menu.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { widgetTexts } from './texts.ts';
import { useTracesBehind } from './use-pick.ts';

interface WidgetMenuProps {
  widget: ChartWidget;
  title: string;
  height: number;
  /** Undefined until it is known. */
  answer: Answer | undefined;
  /** Holds what is drawn. */
  picture: RefObject<HTMLDivElement | null>;
  asTable: boolean;
  onTable: () => void;
}

/** What can be done with a chart: looked into, read, taken along. */
export function WidgetMenu({ widget, title, answer, asTable, onTable }: WidgetMenuProps) {
  const t = useTexts(widgetTexts);
  const navigate = useNavigate();
  const traces = useTracesBehind(widget)();
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('menu', { title })} className="size-6">
          <Ellipsis className="size-4" aria-hidden />
        </IconButton>
      }
    >
      {traces && (
        <MenuItem icon={<ListTree aria-hidden />} onSelect={() => void navigate(traces)}>
          {t('traces')}
        </MenuItem>
      )}
      <MenuItem
        icon={asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
        disabled={answer === undefined}
        onSelect={onTable}
      >
        {asTable ? t('asChart') : t('asTable')}
      </MenuItem>
    </Menu>
  );
}
