import { questionsOf, readingsOf } from '@pharos/core/alerts/asking';
import { evaluate, type GroupTurn, type Reading } from '@pharos/core/alerts/evaluate';
import type { MetricWatch, Watch } from '@pharos/core/alerts/watch';
import { groupBy } from '@pharos/core/group-by';
import type { Answer, Question } from '@pharos/core/question';
import type { Clock } from '@pharos/core/time';
import type { Answers } from '../../answers/answers.ts';
import { Looks } from '../../looks.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { BandBook } from './bands.ts';
import { settle } from './settle.ts';
import {
  beginRules,
  type DueRule,
  type Evaluated,
  noteEvaluations,
  takeDueRules,
} from './standing-queries.ts';
import type { Watching } from './watching.ts';

export interface EvaluatorParts {
  records: Records;
  answers: Pick<Answers, 'askAll'>;
  watching: Watching;
  bands: BandBook;
  clock: Clock;
  newId(): string;
  /** Something fired or ended in a project. */
  onTurned(project: ProjectScope): void;
  onError(error: unknown): void;
}

const AT_ONCE = 500;
const LEASE_MS = 120_000;
const LOOK_MS = 1_000;
/** Evaluations of a project take no longer: the next ones are due. */
const PATIENCE_MS = 45_000;

type Told = { readings: Reading[] } | { error: unknown };

/**
 * Evaluates rules when they are due, in any of the processes that share the records: each takes some under a lease. What a rule says
 * of its groups and the incidents that come of it are stored in one transaction, so a crash between two steps neither loses nor doubles any.
 */
export class Evaluator {
  readonly #parts: EvaluatorParts;
  readonly #startedAtMs: number;
  readonly #closing = new AbortController();
  readonly #looks: Looks;

  constructor(parts: EvaluatorParts) {
    this.#parts = parts;
    this.#startedAtMs = parts.clock.nowMs();
    const { onError } = parts;
    this.#looks = new Looks(() => this.#lookAtAll(), { everyMs: LOOK_MS, onError });
  }

  start(): void {
    this.#looks.start();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('closing'));
    await this.#looks.stop();
  }

  /** Evaluates all that is due. Never rejects. */
  look(): Promise<void> {
    return this.#looks.now();
  }

  async #lookAtAll(): Promise<void> {
    const { records, clock } = this.#parts;
    const nowMs = clock.nowMs();
    await beginRules(records, new Date(nowMs));
    for (;;) {
      if (this.#closing.signal.aborted) return;
      const takenAtMs = clock.nowMs();
      const times = { now: new Date(nowMs), leasedUntil: new Date(takenAtMs + LEASE_MS) };
      const due = await takeDueRules(records, { ...times, most: AT_ONCE });
      if (due.length === 0) return;
      for (const [project, rules] of groupBy(due, (each) => each.project)) {
        // What cannot be done within the lease is left to whoever takes it after that.
        if (clock.nowMs() > takenAtMs + LEASE_MS - PATIENCE_MS) break;
        await this.#evaluateAll(project, rules).catch((error: unknown) => this.#parts.onError(error));
      }
    }
  }

  async #evaluateAll(project: ProjectScope, due: readonly DueRule[]): Promise<void> {
    const { records, onTurned, newId } = this.#parts;
    const on = due.filter(({ rule }) => rule.enabled);
    const moments = new Map(on.map((each) => [each, this.#momentOf(each)]));
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const told = await this.#tellAll(project, moments, signal);
    if (this.#closing.signal.aborted) return;

    const evaluated: Evaluated[] = due.filter(({ rule }) => !rule.enabled).map((each) => this.#putOff(each));
    const turned: { due: DueRule; atMs: number; turns: GroupTurn[] }[] = [];
    for (const [each, atMs] of moments) {
      const result = told.get(each) ?? { error: new Error('It was not answered.') };
      if ('error' in result) evaluated.push(this.#failed(each, atMs, result.error));
      else {
        const { standings, turns, dropped } = evaluate(each.rule, each.standings, result.readings, atMs);
        evaluated.push({
          ruleId: each.rule.id,
          standings,
          atMs,
          dueAtMs: nextDue(each, atMs),
          error: null,
          dropped,
        });
        if (turns.length > 0) turned.push({ due: each, atMs, turns });
      }
    }
    await records.transaction().execute(async (tx) => {
      const noted = await noteEvaluations(tx, evaluated);
      for (const { due: each, atMs, turns } of turned)
        if (noted.has(each.rule.id)) await settle(tx, project, each.rule, turns, atMs, newId);
    });
    if (turned.length > 0) onTurned(project);
  }

  /** Evaluations are of whole intervals, so that rules with the same window ask the same. */
  #momentOf({ rule: { everySeconds, delaySeconds } }: DueRule): number {
    const every = everySeconds * 1000;
    return Math.floor((this.#parts.clock.nowMs() - delaySeconds * 1000) / every) * every;
  }

  /** A rule that is off says nothing of its groups: turned on again it begins anew. */
  #putOff({ rule }: DueRule): Evaluated {
    const dueAtMs = this.#parts.clock.nowMs() + rule.everySeconds * 1000;
    return { ruleId: rule.id, standings: new Map(), atMs: undefined, dueAtMs, error: null, dropped: 0 };
  }

  #failed(due: DueRule, atMs: number, error: unknown): Evaluated {
    const reason = error instanceof Error ? error.message : String(error);
    const { rule, standings } = due;
    return {
      ruleId: rule.id,
      standings,
      atMs: undefined,
      dueAtMs: nextDue(due, atMs),
      error: reason.slice(0, 500),
      dropped: 0,
    };
  }

  /** What the groups of each rule tell at its moment. */
  async #tellAll(
    project: ProjectScope,
    moments: ReadonlyMap<DueRule, number>,
    signal: AbortSignal,
  ): Promise<Map<DueRule, Told>> {
    const told = new Map<DueRule, Told>();
    const questions: Question[] = [];
    const asked = new Map<DueRule, { watch: MetricWatch; places: number[] }>();
    for (const [due, atMs] of moments) {
      const { watch } = due.rule;
      if (watch.kind !== 'metric') continue;
      const own = questionsOf(watch, atMs);
      asked.set(due, { watch, places: own.map((_, i) => questions.length + i) });
      questions.push(...own);
    }
    const answers = new Map<number, Answer | Error>();
    for await (const outcome of this.#parts.answers.askAll(project, questions, signal))
      answers.set(outcome.index, 'answer' in outcome ? outcome.answer : asError(outcome.error));
    for (const [due, atMs] of moments) {
      const metric = asked.get(due);
      told.set(
        due,
        await this.#tell(project, due, atMs, metric, answers, signal).catch((error: unknown) => ({ error })),
      );
    }
    return told;
  }

  async #tell(
    project: ProjectScope,
    due: DueRule,
    atMs: number,
    metric: { watch: MetricWatch; places: number[] } | undefined,
    answers: ReadonlyMap<number, Answer | Error>,
    signal: AbortSignal,
  ): Promise<Told> {
    if (metric === undefined) return { readings: await this.#watch(project, due.rule.watch, atMs, signal) };
    const { watch, places } = metric;
    const windows: Answer[] = [];
    for (const place of places) {
      const answer = answers.get(place) ?? new Error('It was not answered.');
      if (answer instanceof Error) return { error: answer };
      windows.push(answer);
    }
    const bands = await this.#parts.bands.of(project, watch, atMs, signal);
    const readings = readingsOf(watch, windows, due.standings.keys(), bands);
    return { readings: this.#isBlind(watch, due, atMs) ? readings.map(holdSilence) : readings };
  }

  async #watch(project: ProjectScope, watch: Watch, atMs: number, signal: AbortSignal): Promise<Reading[]> {
    const { watching } = this.#parts;
    switch (watch.kind) {
      case 'metric':
        return [];
      case 'errors':
        return watching.errors(project, watch, atMs, signal);
      case 'agents':
        return watching.agents(project, watch, atMs, signal);
      case 'quotas':
        return watching.quotas(project, watch, atMs, signal);
    }
  }

  /** Whether a window reaches back into a time in which nobody listened: silence in it is no news. */
  #isBlind({ windowSeconds }: MetricWatch, { evaluatedAtMs }: DueRule, atMs: number): boolean {
    const wasAway = evaluatedAtMs !== undefined && evaluatedAtMs < this.#startedAtMs;
    return wasAway || atMs - windowSeconds * 1000 < this.#startedAtMs;
  }
}

/** Counted from what was evaluated, so that no interval is passed over that ended meanwhile. */
const nextDue = ({ rule: { everySeconds, delaySeconds } }: DueRule, atMs: number): number =>
  atMs + (everySeconds + delaySeconds) * 1000;

const holdSilence = (reading: Reading): Reading =>
  reading.judgement.signal === 'nothing'
    ? { ...reading, judgement: { ...reading.judgement, signal: 'between' } }
    : reading;

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
