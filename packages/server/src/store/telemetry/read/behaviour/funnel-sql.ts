import { FUNNEL_LIMITS, type FunnelRequest, type FunnelStep, type Subject } from '@pharos/core/api/funnels';
import { fieldNamed } from '@pharos/core/fields';
import { parseFilterText } from '@pharos/core/filter-text';
import { ApiError } from '../../../../errors.ts';
import type { ProjectScope } from '../../../scope.ts';
import { eventColumn, eventConditions, eventProperty } from '../event-fields.ts';
import { attributeField, spanField } from '../field-columns.ts';
import { chosen } from '../question-rows.ts';
import { searchCondition } from '../search-sql.ts';
import { all, any, integer, join, latestOf, type Sql, sql, text, time, trusted, within } from '../sql.ts';
import { nsOf } from './places.ts';

const KEYS: Readonly<Record<Subject, Sql>> = { user: trusted('user_id'), session: trusted('session_id') };
const NS_PER_SECOND = 1_000_000_000n;
const BREAKDOWNS_OF_EVENTS: ReadonlySet<string> = new Set(['agent', 'page', 'platform', 'country', 'locale']);

/** The value by which the first step is told apart. @throws ApiError for a field that it does not have. */
function breakdownOf(step: FunnelStep, field: string | undefined): Sql {
  if (field === undefined) return sql`''`;
  const key = field.startsWith('attr.') ? field.slice(5) : undefined;
  if ('event' in step) {
    const column = BREAKDOWNS_OF_EVENTS.has(field) ? eventColumn(field) : undefined;
    if (column) return column;
    if (key) return eventProperty(key).value;
  } else {
    if (key) return attributeField(key).value;
    const column = fieldNamed(field)?.dimension && spanField(field);
    if (column) return sql`toString(${column.value})`;
  }
  throw new ApiError('invalid_request', {
    message: `\`${field}\` is no field of the first step by which it can be told apart.`,
  });
}

const eventStep = ({ event, where = '' }: Extract<FunnelStep, { event: string }>): Sql =>
  all([sql`name = ${text(event)}`, eventConditions(parseFilterText(where).filters)]);

interface Rows {
  from: Sql;
  time: Sql;
  /** A step, by its place. */
  steps: { condition: Sql; place: number }[];
  breakdown: Sql;
}

/** What a funnel looks at: spans and events, each with the steps that it is of. */
function rowsOf(
  scope: ProjectScope,
  { steps, by, breakdown, windowSeconds, ...asked }: FunnelRequest,
): Rows[] {
  const fromNs = nsOf(Date.parse(asked.from));
  const untilNs = nsOf(Date.parse(asked.to)) + BigInt(windowSeconds) * NS_PER_SECOND;
  const range = { fromNs, toNs: untilNs };
  const named = sql`${KEYS[by]} != ''`;
  const [first] = steps;
  const value = first ? breakdownOf(first, breakdown) : sql`''`;
  const rows = (table: 'spans' | 'events', column: string, own: Rows['steps']): Rows[] => {
    if (own.length === 0) return [];
    const inRange = within(trusted(column), range);
    const conditions = any(own.map(({ condition }) => condition));
    return [
      {
        from: latestOf(scope, table, inRange, named, conditions),
        time: trusted(column),
        steps: own,
        breakdown: own.some(({ place }) => place === 0) ? value : sql`''`,
      },
    ];
  };
  const spans = steps.flatMap((step, place) => {
    if ('event' in step) return [];
    const { filters, search } = parseFilterText(step.spans);
    const words = searchCondition(scope, search, range);
    const inRange = within(trusted('start_time'), range);
    return [{ condition: all([...chosen(scope, filters, [inRange]), ...(words ? [words] : [])]), place }];
  });
  const events = steps.flatMap((step, place) =>
    'event' in step ? [{ condition: eventStep(step), place }] : [],
  );
  return [...rows('spans', 'start_time', spans), ...rows('events', 'time', events)];
}

/** A bit a step. The first one lies in the range itself; those after it may come up to a window later. */
function maskOf({ steps, time: column }: Rows, toMs: number): Sql {
  const inTime = sql`${column} < ${time(nsOf(toMs))}`;
  const bits = steps.map(
    ({ condition, place }) =>
      sql`if(${place === 0 ? all([condition, inTime]) : condition}, ${integer(1 << place)}, 0)`,
  );
  return sql`toUInt16(${join(bits, ' + ')})`;
}

/**
 * Everybody who took the first step at least, with the `times` of the steps they took: of several ways the furthest, of those that
 * take all steps the one that is complete first. What was done is walked through once, in its order, keeping for each step the
 * chain that led there and began last, since that one has the most time left.
 */
export function funnelSql(scope: ProjectScope, request: FunnelRequest): Sql {
  const { steps, by, windowSeconds } = request;
  const [count, window] = [integer(steps.length), integer(BigInt(windowSeconds) * NS_PER_SECOND)];
  const toMs = Date.parse(request.to);
  const rows = rowsOf(scope, request).map(
    (each) =>
      sql`SELECT ${KEYS[by]} AS subject, toUnixTimestamp64Nano(${each.time}) AS at, ${maskOf(each, toMs)} AS mask, ${each.breakdown} AS value FROM ${each.from}`,
  );
  const most = trusted(String(FUNNEL_LIMITS.eventsEach));
  return sql`SELECT subject, cut, times, length(times) AS level,
  arrayFirst(each -> each.1 = times[1] AND bitTest(each.2, 0), done).3 AS value FROM (
  SELECT subject, cut, done, arrayLast(chain -> notEmpty(chain), arrayFold((chains, each) -> arrayMap(step -> multiIf(
      NOT bitTest(each.2, step - 1), chains[step],
      step = 1, [each.1],
      empty(chains[step - 1]) OR each.1 <= chains[step - 1][-1] OR each.1 - chains[step - 1][1] > ${window}, chains[step],
      step = ${count} AND notEmpty(chains[step]), chains[step],
      arrayPushBack(chains[step - 1], each.1)), range(1, toUInt16(${count} + 1))),
    done, arrayWithConstant(${count}, emptyArrayInt64()))) AS times FROM (
    SELECT subject, count() > ${most} AS cut, groupArraySorted(${most})((at, mask, value)) AS done
    FROM (${join(rows, ' UNION ALL ')}) WHERE mask > 0 GROUP BY subject HAVING countIf(bitTest(mask, 0)) > 0
  )
)`;
}
