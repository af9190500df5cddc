import type { ChartWidget, Place, Widget } from '@pharos/core/dashboards/dashboard';
import { MARK_NAMES, type MarkName } from '@pharos/core/dashboards/marks';
import { READY_DASHBOARDS } from '@pharos/core/dashboards/ready/ready';
import type { LocalText } from '@pharos/core/local-text';
import { SIZES } from '../../../../widgets/sizes.ts';
import type { NewWidget } from '../edits.ts';
import { HEADING_SIZE, TEXT_SIZE } from '../sizes.ts';

/** Something that can be added to a dashboard. */
export interface Offer {
  id: string;
  /** `blank`: to be written; `mark`: one of each kind of chart; else the ready dashboard it is taken from. */
  from: 'blank' | 'mark' | { title: LocalText };
  widget: NewWidget;
  size: Pick<Place, 'w' | 'h'>;
}

const ready: { title: LocalText; widget: ChartWidget }[] = READY_DASHBOARDS.flatMap(({ document }) =>
  document.tabs
    .flatMap(({ widgets }) => widgets)
    .flatMap((widget) => (widget.kind === 'chart' ? [{ title: document.title, widget }] : [])),
);

const sampleOf = (mark: MarkName): ChartWidget | undefined =>
  ready.find(({ widget }) => widget.mark === mark)?.widget;

const blank: Offer[] = [
  {
    id: 'text',
    from: 'blank',
    size: TEXT_SIZE,
    widget: { kind: 'text', id: 'text', markdown: '' },
  },
  {
    id: 'heading',
    from: 'blank',
    size: HEADING_SIZE,
    widget: { kind: 'heading', id: 'heading', title: '', folded: false },
  },
];

/** What a dashboard can be made of: texts, one chart of every kind, and all charts of the ready dashboards. */
export const OFFERS: readonly Offer[] = [
  ...blank,
  ...MARK_NAMES.flatMap((mark): Offer[] => {
    const widget = sampleOf(mark);
    return widget ? [{ id: `mark ${mark}`, from: 'mark', widget, size: SIZES[mark] }] : [];
  }),
  ...ready.map(({ title, widget }, nth) => ({
    id: `ready ${nth}`,
    from: { title },
    widget,
    size: { w: widget.place.w, h: widget.place.h },
  })),
];

/** The widget of an offer as one of a dashboard's own. */
export function taken({ widget }: Offer, id: string): NewWidget {
  const { place: _, ...rest } = { place: undefined, ...widget };
  return { ...rest, id };
}

/** As it looks before it is added. */
export const previewOf = ({ widget, size }: Offer): Widget => ({
  ...widget,
  place: { x: 0, y: 0, w: size.w, h: size.h },
});
