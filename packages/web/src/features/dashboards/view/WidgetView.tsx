import type { Widget } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { memo } from 'react';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { HeadingWidget } from '../../../widgets/HeadingWidget.tsx';
import { TextWidget } from '../../../widgets/TextWidget.tsx';
import { WidgetLinks } from '../../../widgets/WidgetLinks.tsx';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';
import { dashboardTexts } from '../texts.ts';
import { heightPx } from './layout.ts';

/** Of a chart's title above it. */
const TITLE_PX = 32;

export interface Folding {
  isFolded: (id: string) => boolean;
  toggle: (id: string) => void;
  count: (id: string) => number;
}

/** One widget of a dashboard, as high as its place. */
export const WidgetView = memo(function WidgetView({
  widget,
  folding,
}: {
  widget: Widget;
  folding: Folding;
}) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  switch (widget.kind) {
    case 'chart':
      return (
        <WidgetPanel
          widget={widget}
          height={Math.max(24, heightPx(widget.place) - TITLE_PX)}
          actions={<WidgetLinks widget={widget} />}
        />
      );
    case 'text':
      return <TextWidget markdown={readIn(widget.markdown, language)} all={t('all')} />;
    case 'heading':
      return (
        <HeadingWidget
          title={readIn(widget.title, language)}
          folded={folding.isFolded(widget.id)}
          count={folding.count(widget.id)}
          onFold={() => folding.toggle(widget.id)}
        />
      );
  }
});
