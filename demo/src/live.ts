import type { EventRecord } from './events.ts';
import type { SpanRecord } from './tape.ts';
import type { Rest, ScoreRecord, Visit } from './world.ts';

/** Holds what is still to come and gives out what is over, so that every span arrives when it ends. */
export class Agenda {
  readonly #visits: Iterator<Visit>;
  readonly #onVisit: (visit: Visit) => void;
  #next: Visit | undefined;
  #spans: SpanRecord[] = [];
  #scores: ScoreRecord[] = [];
  #events: EventRecord[] = [];

  /** `onVisit` is told of each visit when it begins. */
  constructor(
    visits: Iterator<Visit>,
    unfinished: readonly Rest[],
    onVisit: (visit: Visit) => void = () => undefined,
  ) {
    this.#visits = visits;
    this.#onVisit = onVisit;
    for (const rest of unfinished) this.#take(rest);
    this.#next = this.#draw();
  }

  /** What ended until now and was not given out before, in order of its end. */
  due(nowMs: number): { spans: SpanRecord[]; scores: ScoreRecord[]; events: EventRecord[] } {
    while (this.#next && this.#next.startMs <= nowMs) {
      this.#take(this.#next);
      this.#onVisit(this.#next);
      this.#next = this.#draw();
    }
    const spans = this.#spans.filter(({ endMs }) => endMs <= nowMs).sort((a, b) => a.endMs - b.endMs);
    const scores = this.#scores.filter(({ atMs }) => atMs <= nowMs);
    const events = this.#events.filter(({ atMs }) => atMs <= nowMs);
    this.#spans = this.#spans.filter(({ endMs }) => endMs > nowMs);
    this.#scores = this.#scores.filter(({ atMs }) => atMs > nowMs);
    this.#events = this.#events.filter(({ atMs }) => atMs > nowMs);
    return { spans, scores, events };
  }

  #draw(): Visit | undefined {
    const next = this.#visits.next();
    return next.done ? undefined : next.value;
  }

  #take({ spans, scores, events }: Rest): void {
    this.#spans.push(...spans);
    this.#scores.push(...scores);
    this.#events.push(...events);
  }
}
