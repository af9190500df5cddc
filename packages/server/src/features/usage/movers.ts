import type { Movers, MoversRequest } from '@pharos/core/api/usage';
import type { Filter } from '@pharos/core/filter';
import { type Answer, type Question, questionSchema, type Series } from '@pharos/core/question';
import { explainedMovers, movedBy } from '@pharos/core/series/explained';

type Ask = (question: Question) => Promise<Answer>;

/** As many as a Question has. */
const MAX_GROUPS = 1000;
/** Values of a condition. */
const MAX_VALUES = 50;

/** What changed a total, and why: the groups that moved most, each by its models. */
export async function findMovers(ask: Ask, request: MoversRequest): Promise<Movers> {
  const { metric: measure, by, limit, from, to, filters, search } = request;
  const question = (dimensions: string[]) =>
    questionSchema.parse({
      ...{ metrics: movedBy(measure), dimensions, from, to, filters, search },
      ...{ limit: MAX_GROUPS, compare: true },
    });
  const [total, groups] = await Promise.all([
    ask(question(['model'])),
    allGroups(ask, question(by === 'model' ? ['model'] : [by, 'model']), by),
  ]);
  return explainedMovers({ total, groups, measure, limit });
}

const keyOf = ({ group }: Series): string => JSON.stringify(group);

/**
 * Of more groups than an answer holds, those that are small now are left over, among them those that were large before: they
 * are looked for in the period before, and taken out of the rest.
 */
async function allGroups(ask: Ask, question: Question, by: string): Promise<Answer> {
  const answer = await ask(question);
  const rest = answer.series.find(({ other }) => other);
  if (!rest) return answer;
  const [fromMs, toMs] = [Date.parse(question.from), Date.parse(question.to)];
  const was = await ask({
    ...question,
    from: new Date(2 * fromMs - toMs).toISOString(),
    to: question.from,
    compare: false,
  });
  const known = new Set(answer.series.map(keyOf));
  const names = was.series
    .filter((each) => !each.other && !known.has(keyOf(each)))
    .map(({ group }) => group[0] ?? '');
  const values = [...new Set(names)].filter((name) => name !== '').slice(0, MAX_VALUES);
  if (values.length === 0) return answer;
  const filter: Filter = { field: by, op: '=', values };
  const found = await ask({ ...question, filters: [...question.filters, filter] });
  const more = found.series.filter(
    (each) => !each.other && !known.has(keyOf(each)) && values.includes(each.group[0] ?? ''),
  );
  return {
    ...answer,
    series: [...answer.series.filter(({ other }) => !other), ...more, without(rest, more)],
  };
}

/** What is left of the rest. */
function without(rest: Series, taken: readonly Series[]): Series {
  const less = (figures: Series['totals'] = {}, of: (each: Series) => Series['totals'] | undefined) =>
    Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [
        name,
        taken.reduce((left, each) => left - (of(each)?.[name] ?? 0), value ?? 0),
      ]),
    );
  return {
    ...rest,
    totals: less(rest.totals, ({ totals }) => totals),
    previous: less(rest.previous, ({ previous }) => previous),
  };
}
