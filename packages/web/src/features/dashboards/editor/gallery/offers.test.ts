import { dashboardSchema } from '@pharos/core/dashboards/dashboard';
import { MARK_NAMES } from '@pharos/core/dashboards/marks';
import { expect, test } from 'vitest';
import { addWidget } from '../edits.ts';
import { OFFERS, taken } from './offers.ts';

test('every kind of chart is offered, and whatever is taken can be stored', () => {
  const marks = OFFERS.flatMap(({ from, widget }) =>
    from === 'mark' && widget.kind === 'chart' ? widget.mark : [],
  );
  expect(marks).toEqual(MARK_NAMES);
  const empty = dashboardSchema.parse({ title: 'Mine', tabs: [{ id: 'main', title: '' }] });
  for (const offer of OFFERS) {
    const filled = addWidget('main', taken(offer, 'new'), offer.size)(empty);
    expect(dashboardSchema.safeParse(filled).error?.issues, offer.id).toBeUndefined();
    expect(filled.tabs[0]?.widgets[0]).toMatchObject({ id: 'new', place: { x: 0, y: 0, ...offer.size } });
  }
});
