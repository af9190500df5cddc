import type { SpanKey, SpanName, TelemetryWriter } from '../store/telemetry/contract.ts';
import type { PreparedBatch } from './prepared.ts';

type Store = Pick<TelemetryWriter, 'tracesOfSpans' | 'homeScores' | 'homelessSpans'>;

const nameOf = ({ projectId, spanId }: SpanName): string => `${projectId}\n${spanId}`;

/**
 * Finds the trace of scores that name only a span: at once when the span is stored, else when it arrives. The scores
 * are on disk already and are looked for again after a restart, so what is held here may be lost.
 */
export class ScoreHomes {
  readonly #store: Store;
  readonly #maxWaiting: number;
  readonly #onError: (error: unknown) => void;
  /** Spans that are judged and not yet stored; the oldest are given up first. */
  readonly #waiting = new Map<string, SpanName>();
  /** Those that could not be looked for. */
  #again: SpanName[] = [];
  readonly #working = new Set<Promise<void>>();
  givenUp = 0;

  constructor(store: Store, onError: (error: unknown) => void, maxWaiting = 100_000) {
    this.#store = store;
    this.#onError = onError;
    this.#maxWaiting = maxWaiting;
  }

  /** Takes up what an earlier process left. */
  async warm(): Promise<void> {
    this.#lookFor(await this.#store.homelessSpans(this.#maxWaiting));
  }

  /** Told of everything that is written, after it is on disk. */
  written(batches: readonly PreparedBatch[]): void {
    const judged = batches.flatMap(({ projectId, homelessSpans }) =>
      homelessSpans.map((spanId) => ({ projectId, spanId })),
    );
    this.#lookFor([...this.#again.splice(0), ...judged]);
    if (this.#waiting.size === 0) return;
    const arrived = batches.flatMap(({ projectId, spans }) =>
      spans
        .filter(({ spanId }) => this.#waiting.has(nameOf({ projectId, spanId })))
        .map(({ traceId, spanId }) => ({ projectId, traceId, spanId })),
    );
    if (arrived.length > 0) this.#work(arrived, this.#home(arrived));
  }

  /** Resolves when nothing is being worked on. */
  async drain(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  /** They wait before they are looked for: a span that arrives meanwhile is not missed. */
  #lookFor(spans: readonly SpanName[]): void {
    if (spans.length === 0) return;
    for (const span of spans) this.#waiting.set(nameOf(span), span);
    for (const name of this.#waiting.keys()) {
      if (this.#waiting.size <= this.#maxWaiting) break;
      this.#waiting.delete(name);
      this.givenUp += 1;
    }
    this.#work(
      spans,
      this.#store.tracesOfSpans(spans).then((found) => this.#home(found)),
    );
  }

  async #home(found: readonly SpanKey[]): Promise<void> {
    if (found.length === 0) return;
    await this.#store.homeScores(found);
    for (const span of found) this.#waiting.delete(nameOf(span));
  }

  /** What fails is taken up again after the next write. */
  #work(spans: readonly SpanName[], work: Promise<void>): void {
    const failed = (error: unknown) => {
      this.#again.push(...spans.slice(0, this.#maxWaiting - this.#again.length));
      this.#onError(error);
    };
    const done = work.catch(failed).finally(() => this.#working.delete(done));
    this.#working.add(done);
  }
}
