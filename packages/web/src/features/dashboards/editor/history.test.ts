import { type Dashboard, dashboardSchema } from '@pharos/core/dashboards/dashboard';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addTab,
  addWidget,
  changeAbout,
  countWidgets,
  duplicateWidget,
  type Edit,
  freshId,
  moveWidget,
  removeTab,
  removeWidget,
  replaceWidget,
  resizeWidget,
  shiftTab,
  toTab,
} from './edits.ts';
import { begin, type History, MOST_STEPS, type Step, stepped } from './history.ts';

const DASHBOARD = dashboardSchema.parse({
  title: 'Mine',
  tabs: [
    {
      id: 'one',
      title: 'One',
      widgets: [
        { kind: 'text', id: 'a', markdown: 'A', place: { x: 0, y: 0, w: 6, h: 4 } },
        { kind: 'text', id: 'b', markdown: 'B', place: { x: 6, y: 0, w: 6, h: 4 } },
      ],
    },
    { id: 'two', title: 'Two' },
  ],
});
const note = (id: string) => ({ kind: 'text', id, markdown: id }) as const;
const idsIn = ({ tabs }: Dashboard, tab: string) =>
  tabs.find(({ id }) => id === tab)?.widgets.map(({ id }) => id);
const all = (history: History, ...steps: Step[]) => steps.reduce(stepped, history);
const retitle = (title: string): Step => ({ do: 'edit', edit: changeAbout({ title }), about: 'title' });

const someEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .record({ id: fc.constantFrom('a', 'b', 'c'), x: fc.nat(12), y: fc.nat(12) })
    .map(({ id, ...to }) => moveWidget('one', id, to)),
  fc
    .record({ id: fc.constantFrom('a', 'b'), w: fc.nat(14), h: fc.nat(9) })
    .map(({ id, ...to }) => resizeWidget('one', id, to)),
  fc.constantFrom('a', 'b', 'c').map((id) => removeWidget(id)),
  fc.constantFrom('a', 'b').map((id) => toTab(id, 'two')),
  fc.constantFrom<-1 | 1>(-1, 1).map((by) => shiftTab('two', by)),
  fc.constantFrom('one', 'two').map((id) => removeTab(id)),
  fc.string({ minLength: 1, maxLength: 9 }).map((title) => changeAbout({ title: `t${title}` })),
);

describe('edits', () => {
  it('keep a document that can be stored, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(someEdit, { maxLength: 12 }), (edits) => {
        const result = edits.reduce((document, edit) => edit(document), DASHBOARD);
        expect(dashboardSchema.safeParse(result).error?.issues).toBeUndefined();
      }),
    );
  });
  it('put a copy right below what is copied', () => {
    const { widgets } = duplicateWidget('one', 'a', 'c')(DASHBOARD).tabs[0] ?? { widgets: [] };
    expect(widgets.find(({ id }) => id === 'c')?.place).toEqual({ x: 0, y: 4, w: 6, h: 4 });
  });
  it('take a widget to another tab, whole', () => {
    const moved = toTab('a', 'two')(DASHBOARD);
    expect([idsIn(moved, 'one'), idsIn(moved, 'two')]).toEqual([['b'], ['a']]);
    expect(toTab('a', 'one')(DASHBOARD)).toBe(DASHBOARD);
    expect(toTab('nobody', 'two')(DASHBOARD)).toBe(DASHBOARD);
  });
  it('add no more widgets than a dashboard holds', () => {
    const many = Array.from({ length: 120 }, (_, nth) => addWidget('two', note(`n${nth}`), { w: 1, h: 1 }));
    const full = many.reduce((document, edit) => edit(document), DASHBOARD);
    expect(countWidgets(full)).toBe(100);
    expect(duplicateWidget('one', 'a', 'c')(full)).toBe(full);
  });
  it('leave the last tab and what is not there', () => {
    const one = removeTab('two')(DASHBOARD);
    expect(removeTab('one')(one)).toBe(one);
    expect(shiftTab('one', -1)(DASHBOARD)).toBe(DASHBOARD);
    expect(replaceWidget({ ...note('x'), place: { x: 0, y: 0, w: 1, h: 1 } })(DASHBOARD)).toBe(DASHBOARD);
    expect(addTab({ id: 'three', title: '', widgets: [] })(DASHBOARD).tabs).toHaveLength(3);
  });
  it('never give an id twice', () => {
    const numbers = [0.1, 0.1, 0.2];
    const id = freshId(DASHBOARD, () => 0.1);
    const taken = addWidget('two', note(id), { w: 1, h: 1 })(DASHBOARD);
    expect(freshId(taken, () => numbers.shift() ?? 0.9)).not.toBe(id);
  });
});

describe('the history', () => {
  it('undoes and redoes whatever was done, step by step', () => {
    fc.assert(
      fc.property(fc.array(someEdit, { maxLength: 30 }), (edits) => {
        const done = all(begin(DASHBOARD), ...edits.map((edit): Step => ({ do: 'edit', edit })));
        const back = all(done, ...done.past.map((): Step => ({ do: 'undo' })));
        expect(back.present).toBe(DASHBOARD);
        expect(all(back, ...back.future.map((): Step => ({ do: 'redo' }))).present).toBe(done.present);
      }),
    );
  });
  it('takes what is typed as one step', () => {
    const typed = all(begin(DASHBOARD), retitle('M'), retitle('Mi'), retitle('Mit'));
    expect(typed.past).toHaveLength(1);
    expect(stepped(typed, { do: 'undo' }).present.title).toBe('Mine');
    const again = all(typed, { do: 'undo' }, { do: 'redo' }, retitle('Mitt'));
    expect(again.past).toHaveLength(2);
  });
  it('forgets what was undone once something else is done', () => {
    const other = all(begin(DASHBOARD), retitle('A'), { do: 'undo' }, retitle('B'));
    expect(stepped(other, { do: 'redo' })).toBe(other);
    expect(other.present.title).toBe('B');
  });
  it('counts no step that changes nothing, and keeps a bounded number', () => {
    const start = begin(DASHBOARD);
    expect(stepped(start, { do: 'edit', edit: removeWidget('nobody') })).toBe(start);
    expect(stepped(start, { do: 'undo' })).toBe(start);
    const many = Array.from(
      { length: 250 },
      (_, nth): Step => ({
        do: 'edit',
        edit: changeAbout({ title: `Title ${nth}` }),
      }),
    );
    expect(all(start, ...many).past).toHaveLength(MOST_STEPS);
  });
});
