import { questionsOf, REST } from '@pharos/core/alerts/asking';
import { groupKey } from '@pharos/core/alerts/evaluate';
import type { MetricWatch } from '@pharos/core/alerts/watch';
import { canonical } from '@pharos/core/canonical';
import { metricNamed } from '@pharos/core/metrics';
import type { Answer } from '@pharos/core/question';
import { type Band, lastBand } from '@pharos/core/series/baseline';
import { observed } from '@pharos/core/series/observed';
import { bucketEdge } from '@pharos/core/time-range';
import type { InTurns } from '@pharos/core/turns';
import { LRUCache } from 'lru-cache';
import type { Answers } from '../../answers/answers.ts';
import { inTurns } from '../../in-turns.ts';
import type { ProjectScope } from '../../store/scope.ts';

type Bands = ReadonlyMap<string, Band>;

const HOUR = 3_600_000;
const LEARN_MS = 28 * 24 * HOUR;
/** History is read again after so long. */
const FRESH_MS = 6 * HOUR;
const MOST_RULES = 500;
/** Groups of which it is learned what is usual: each is a series of a month. */
const MOST_GROUPS = 20;
const NONE: Bands = new Map();

/** What is usual of the groups of rules that look for anomalies, learned of four weeks and told hour by hour. */
export class BandBook {
  readonly #answers: Pick<Answers, 'ask'>;
  readonly #learned = new LRUCache<string, { answer: Promise<Answer>; atMs: number }>({ max: MOST_RULES });
  readonly #bands = new LRUCache<string, Bands>({ max: MOST_RULES });

  constructor(answers: Pick<Answers, 'ask'>) {
    this.#answers = answers;
  }

  /** What is usual of the window that ends then, by the keys of groups; nothing for rules that do not ask. */
  async of(project: ProjectScope, watch: MetricWatch, atMs: number, signal: AbortSignal): Promise<Bands> {
    const { condition, windowSeconds } = watch;
    if (condition.kind !== 'anomaly') return NONE;
    const rule = canonical([project, watch]);
    // A band is of an hour.
    const hour = `${Math.floor((atMs - windowSeconds * 500) / HOUR)} ${rule}`;
    const known = this.#bands.get(hour);
    if (known) return known;
    const answer = await this.#history(project, rule, watch, atMs, signal);
    const bands = await inTurns(bandsAt(answer, watch, atMs), signal);
    this.#bands.set(hour, bands);
    return bands;
  }

  #history(
    project: ProjectScope,
    rule: string,
    watch: MetricWatch,
    atMs: number,
    signal: AbortSignal,
  ): Promise<Answer> {
    const known = this.#learned.get(rule);
    if (known && atMs - known.atMs < FRESH_MS) return known.answer;
    const [question] = questionsOf(watch, atMs);
    if (question === undefined) throw new Error('An anomaly asks for a window.');
    const answer = this.#answers.ask(
      project,
      {
        ...{ ...question, bucketSeconds: watch.windowSeconds, limit: Math.min(MOST_GROUPS, watch.maxGroups) },
        from: new Date(bucketEdge(atMs - LEARN_MS, watch.windowSeconds)).toISOString(),
      },
      signal,
    );
    this.#learned.set(rule, { answer, atMs });
    answer.catch(() => this.#learned.delete(rule));
    return answer;
  }
}

function* bandsAt(
  answer: Answer,
  { metric, windowSeconds, condition }: MetricWatch,
  atMs: number,
): InTurns<Bands> {
  const counts = metricNamed(metric)?.unit === 'count';
  const reach = condition.kind === 'anomaly' ? condition.reach : undefined;
  const bands = new Map<string, Band>();
  for (const series of answer.series) {
    const { starts, values } = observed(answer, metric, atMs, series);
    const asked = { starts: [...starts, atMs - windowSeconds * 1000], values: [...values, null] };
    const band = lastBand(asked, { counts, ...(reach !== undefined && { reach }) });
    if (band) bands.set(groupKey(series.other ? REST : series.group), band);
    yield;
  }
  return bands;
}
