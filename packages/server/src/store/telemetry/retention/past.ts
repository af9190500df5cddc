import { RETENTION_KINDS, type Retention, type RetentionKind } from '@pharos/core/retention/kinds';
import { firstDayKept } from '@pharos/core/retention/past';
import type { Param } from '../driver.ts';
import type { KeptTable } from './tables.ts';

/** What all projects keep. */
export interface Keeping {
  /** Of projects that say something of their own. */
  own: ReadonlyMap<string, Retention>;
  others: Retention;
}

/** Projects that keep something from the same day on; the days of one kind. */
interface Share {
  firstDay: number;
  /** Undefined: all but those that say something of their own. */
  projects: string[] | undefined;
}

/** From which days on a kind is kept. What is kept for ever is left out. */
function sharesOf(kind: RetentionKind, { own, others }: Keeping, nowMs: number): Share[] {
  const byDay = new Map<number, string[]>();
  for (const [project, retention] of own) {
    const first = firstDayKept(retention[kind], nowMs);
    if (first !== undefined) byDay.set(first, [...(byDay.get(first) ?? []), project]);
  }
  const first = firstDayKept(others[kind], nowMs);
  return [
    ...[...byDay].map(([firstDay, projects]) => ({ firstDay, projects })),
    ...(first === undefined ? [] : [{ firstDay: first, projects: undefined }]),
  ];
}

/** The day before which nobody keeps anything of a kind; undefined: there is none. Projects may be made at any time. */
export function nobodyKeepsBefore(kind: RetentionKind, keeping: Keeping, nowMs: number): number | undefined {
  const all = [keeping.others, ...keeping.own.values()].map((each) => firstDayKept(each[kind], nowMs));
  return all.includes(undefined) ? undefined : Math.min(...all.map((first) => first ?? 0));
}

/** A condition on rows. */
export interface Past {
  /** On an expression over the column of times; true for what is kept no more. */
  of(expression: string): string;
  params: Record<string, Param>;
}

/** Which rows of a table are kept no more; undefined: none, whatever is stored. */
export function pastOf(
  { kind, form }: Pick<KeptTable, 'kind' | 'form'>,
  keeping: Keeping,
  nowMs: number,
): Past | undefined {
  const shares = sharesOf(kind, keeping, nowMs);
  if (shares.length === 0) return undefined;
  const params: Record<string, Param> = { own: [...keeping.own.keys()] };
  const conditions = shares.map(({ firstDay, projects }, i) => {
    if (projects) params[`among${i}`] = projects;
    const whose = projects
      ? `project_id IN {among${i}:Array(String)}`
      : 'project_id NOT IN {own:Array(String)}';
    return { firstDay, whose };
  });
  const of = (expression: string) =>
    `(${conditions.map(({ firstDay, whose }) => `(${form.before(expression, firstDay)} AND ${whose})`).join(' OR ')})`;
  return { of, params };
}

/** Of one project alone. */
export const onlyOf = (project: string, retention: Retention): Keeping => ({
  own: new Map([[project, retention]]),
  others: FOR_EVER,
});

const FOR_EVER = Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, null])) as Retention;
