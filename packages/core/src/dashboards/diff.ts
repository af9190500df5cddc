import { canonical } from '../canonical.ts';
import type { LocalText } from '../local-text.ts';
import type { Dashboard, Widget } from './dashboard.ts';

/** A field that says something else than before; undefined where it is left out. */
export interface FieldChange {
  /** As the document calls it, `options.max` within options, `tab` for where a widget stands. */
  field: string;
  before: unknown;
  after: unknown;
}

/** One thing of a dashboard that is not as it was. */
export interface DashboardChange {
  of: 'dashboard' | 'variable' | 'tab' | 'widget';
  /** Of a variable its name; '' for the dashboard itself. */
  id: string;
  /** What readers call it, or called it before it was removed. */
  title: LocalText;
  /** `moved`: a widget that is as it was, at another place, of another size or in another tab. */
  how: 'added' | 'removed' | 'moved' | 'changed';
  /** Empty for what was added or removed. */
  fields: FieldChange[];
}

/** A dashboard, or a part of it that has an id, with all that is said of it alone. */
interface Part {
  of: DashboardChange['of'];
  id: string;
  title: LocalText;
  facts: Readonly<Record<string, unknown>>;
}

const WHERE: ReadonlySet<string> = new Set(['place', 'tab']);

function ofWidget(widget: Widget, tab: string): Part {
  const { id, ...facts } = widget;
  const part = { of: 'widget', id, title: widget.kind === 'text' ? widget.markdown : widget.title } as const;
  if (widget.kind !== 'chart') return { ...part, facts: { ...facts, tab } };
  const options = Object.entries(widget.options).map(([name, value]) => [`options.${name}`, value]);
  return { ...part, facts: { ...facts, options: undefined, ...Object.fromEntries(options), tab } };
}

const partsOf = ({ title, description, range, variables, tabs }: Dashboard): Part[] => [
  { of: 'dashboard', id: '', title, facts: { title, description, range } },
  ...variables.map(({ name, ...facts }): Part => ({ of: 'variable', id: name, title: facts.label, facts })),
  ...tabs.flatMap(({ id, title, widgets }): Part[] => [
    { of: 'tab', id, title, facts: { title } },
    ...widgets.map((widget) => ofWidget(widget, id)),
  ]),
];

const keyOf = ({ of, id }: Part): string => `${of} ${id}`;

function fieldChanges(before: Part['facts'], after: Part['facts']): FieldChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((field) =>
    canonical(before[field]) === canonical(after[field])
      ? []
      : [{ field, before: before[field], after: after[field] }],
  );
}

/** A new order of those that were there before and still are. */
function reordered(field: string, before: readonly string[], after: readonly string[]): FieldChange[] {
  const stayed = before.filter((id) => after.includes(id));
  const now = after.filter((id) => before.includes(id));
  return canonical(stayed) === canonical(now) ? [] : [{ field, before: stayed, after: now }];
}

const idsOf = ({ variables, tabs }: Dashboard) => ({
  variableOrder: variables.map(({ name }) => name),
  tabOrder: tabs.map(({ id }) => id),
});

/**
 * What changed from one document to another, in the order of the later one, what was removed last. Parts are the same
 * when they have the same id. Empty when both show the same: in which order a tab lists its widgets is no matter,
 * their places are.
 */
export function diffDashboards(before: Dashboard, after: Dashboard): DashboardChange[] {
  const old = new Map(partsOf(before).map((part) => [keyOf(part), part]));
  const parts = partsOf(after);
  const orders = { before: idsOf(before), after: idsOf(after) };
  const ofParts = parts.flatMap(({ facts, ...part }): DashboardChange[] => {
    const was = old.get(keyOf({ facts, ...part }));
    if (!was) return [{ ...part, how: 'added', fields: [] }];
    const fields = fieldChanges(was.facts, facts);
    if (part.of === 'dashboard') {
      for (const order of ['variableOrder', 'tabOrder'] as const)
        fields.push(...reordered(order, orders.before[order], orders.after[order]));
    }
    if (fields.length === 0) return [];
    return [{ ...part, how: fields.every(({ field }) => WHERE.has(field)) ? 'moved' : 'changed', fields }];
  });
  const stayed = new Set(parts.map(keyOf));
  const removed = [...old].flatMap(([key, { facts: _, ...part }]): DashboardChange[] =>
    stayed.has(key) ? [] : [{ ...part, how: 'removed', fields: [] }],
  );
  return [...ofParts, ...removed];
}
