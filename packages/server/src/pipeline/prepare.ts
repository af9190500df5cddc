import { factsOfPatch, factsOfTold, ledgerEntryOf } from '@pharos/core/facts';
import { tell } from '@pharos/core/fragments/tell';
import { logMeaning, logRecord, type RawLog } from '@pharos/core/log-events';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import { normalise } from '@pharos/core/normalise';
import { priceSpan } from '@pharos/core/pricing/price';
import type { PriceBook } from '@pharos/core/pricing/price-book';
import { BUILT_IN } from '@pharos/core/retention/kinds';
import { type Taking, tooOld } from '@pharos/core/retention/past';
import type { Score } from '@pharos/core/score';
import type { Span } from '@pharos/core/span';
import { scoresInSpan } from '@pharos/core/span-scores';
import { estimateTokens, lacksUsage, withEstimate } from '@pharos/core/tokens/estimate';
import type { DecodedBatch, ReceivedFragment } from '../intake/decoded.ts';
import type { Envelope } from '../intake/envelope.ts';
import { type RejectReason, reject } from '../intake/rejection.ts';
import { asTheyAre, type HideUser } from '../pseudonym.ts';
import { asKept } from '../store/telemetry/as-kept.ts';
import { RowEncoder } from '../store/telemetry/encode.ts';
import { encodings } from './encodings.ts';
import {
  withHiddenAuthor,
  withHiddenBody,
  withHiddenUser,
  withHiddenUserOfLog,
  withHiddenUserOfPoint,
} from './hide-users.ts';
import type { PreparedBatch, PreparedPatch, PreparedSpan } from './prepared.ts';
import { BadTime, timeRule } from './time-rule.ts';

export type Prepare = (
  batch: DecodedBatch,
  envelope: Envelope,
  prices: PriceBook,
  /** How users are known; by their ids unless said. */
  hide?: HideUser,
  /** For how long what is told is kept; as built in unless said. */
  taking?: Taking,
) => PreparedBatch;

/**
 * Normalise → hide users → price → encode: what a worker does to every span. A span that cannot be taken is counted in
 * `rejected` and harms no other. Made once a thread: the encoder keeps its buffers from batch to batch.
 */
export function createPrepare(): Prepare {
  const encoder = new RowEncoder();
  return (batch, envelope, prices, hide = asTheyAre, taking = ALL) =>
    new Preparation(encoder, batch, envelope, prices, hide, taking).run();
}

const ALL: Taking = { retention: BUILT_IN };

/** The work on one batch. */
class Preparation {
  readonly #encoder: RowEncoder;
  readonly #batch: DecodedBatch;
  readonly #envelope: Envelope;
  readonly #prices: PriceBook;
  readonly #hide: HideUser;
  readonly #taking: Taking;
  readonly #requireTime: ReturnType<typeof timeRule>;
  readonly #spans: PreparedSpan[] = [];
  readonly #patches: PreparedPatch[] = [];
  readonly #scoredTraces = new Set<string>();
  readonly #homelessSpans: string[] = [];
  #logCount = 0;
  #scoreCount = 0;
  #pointCount = 0;

  constructor(
    encoder: RowEncoder,
    batch: DecodedBatch,
    envelope: Envelope,
    prices: PriceBook,
    hide: HideUser,
    taking: Taking,
  ) {
    this.#encoder = encoder;
    this.#batch = batch;
    this.#envelope = envelope;
    this.#prices = prices;
    this.#hide = hide;
    this.#taking = taking;
    this.#requireTime = timeRule(envelope.receivedAtMs, taking);
  }

  run(): PreparedBatch {
    const { spans, fragments, logs, scores, points, files, items, rejected } = this.#batch;
    for (const raw of spans) {
      const items = itemsOf([raw]);
      this.#attempt(() => {
        this.#requireTime('spans', raw.startNs);
        this.#span(normalise(raw), { items });
      }, items);
    }
    const told = [...bySpan(fragments)].sort((a, b) => Number(isWhole(b)) - Number(isWhole(a)));
    for (const each of told) this.#attempt(() => this.#fragments(each), itemsOf(each));
    for (const log of logs) this.#attempt(() => this.#log(log));
    for (const score of scores) this.#attempt(() => this.#judged(score), itemsOf([score]));
    for (const point of points) this.#attempt(() => this.#point(point));
    const { projectId, version } = this.#envelope;
    return {
      projectId,
      version,
      ...this.#encoder.take(),
      spans: this.#spans,
      patches: this.#patches,
      logCount: this.#logCount,
      scoreCount: this.#scoreCount,
      pointCount: this.#pointCount,
      scoredTraces: [...this.#scoredTraces],
      homelessSpans: this.#homelessSpans,
      files,
      items,
      rejected,
    };
  }

  #attempt(step: () => void, items: readonly number[] = []): void {
    try {
      step();
    } catch (error) {
      const reason: RejectReason = error instanceof BadTime ? error.reason : 'failed';
      reject(this.#batch, reason, error instanceof Error ? error.message : String(error), { items });
    }
  }

  #span(said: Span, { partial = false, items = [] as readonly number[] } = {}): PreparedSpan {
    const told = withHiddenUser(said, this.#hide);
    const estimate = lacksUsage(told) ? estimateTokens(asKept(told), encodings) : undefined;
    const span = estimate ? withEstimate(told, estimate) : told;
    span.cost = priceSpan(span, this.#prices);
    for (const score of scoresInSpan(span)) this.#score(score);
    // The span last: a row of a span that is then refused would be taken for a part of the next one's.
    const ends = this.#encoder.span(span, this.#envelope);
    const prepared: PreparedSpan = {
      ...ledgerEntryOf(span),
      partial,
      pieceRowEnd: undefined,
      items,
      ...ends,
    };
    this.#spans.push(prepared);
    return prepared;
  }

  /** All that this batch tells of one span. Pieces that tell one whole go first, see place.ts. */
  #fragments(said: readonly ReceivedFragment[]): void {
    const fragments = this.#hidden(said);
    const told = tell(fragments);
    const whole = isWhole(fragments) && told.placed;
    let prepared: PreparedSpan | undefined;
    if (told.placed) {
      this.#requireTime('spans', told.span.startNs);
      prepared = this.#span(told.span, { partial: !whole, items: itemsOf(fragments) });
    }
    let rowEnd = 0;
    for (const fragment of fragments) rowEnd = this.#encoder.fragment(fragment, this.#envelope);
    if (whole && prepared) prepared.pieceRowEnd = rowEnd;
    else this.#patches.push({ ...ids(told.span), ...factsOfTold(told) });
  }

  /** Pieces as they are kept: whoever reads them together with later ones must find the pseudonym. */
  #hidden(fragments: readonly ReceivedFragment[]): readonly ReceivedFragment[] {
    if (this.#hide === asTheyAre) return fragments;
    return fragments.map((each) => withHiddenBody(each, tell([each]).span, this.#hide));
  }

  #log(said: RawLog): void {
    this.#requireTime('logs', said.timeNs);
    const log = withHiddenUserOfLog(said, this.#hide);
    const record = logRecord(log);
    const meaning = logMeaning(log);
    // The record last: what is refused must not be stored.
    if (meaning?.score) this.#score(meaning.score);
    if (meaning?.patch) {
      this.#encoder.patch(meaning.patch, this.#envelope);
      this.#patches.push({ ...ids(meaning.patch), ...factsOfPatch(meaning.patch) });
    }
    this.#encoder.log(record, this.#envelope);
    this.#logCount += 1;
  }

  #point(point: MetricPoint): void {
    this.#requireTime('metrics', point.timeNs);
    this.#encoder.point(withHiddenUserOfPoint(point, this.#hide), this.#envelope);
    this.#pointCount += 1;
  }

  #judged(score: Score): void {
    const old = tooOld('scores', score.timeNs, this.#taking, this.#envelope.receivedAtMs);
    if (old !== undefined) throw new BadTime('too_old', old);
    this.#score(score);
  }

  #score(score: Score): void {
    this.#encoder.score(withHiddenAuthor(score, this.#hide), this.#envelope);
    this.#scoreCount += 1;
    if (score.traceId !== '') this.#scoredTraces.add(score.traceId);
    else if (score.spanId !== '') this.#homelessSpans.push(score.spanId);
  }
}

const ids = ({ traceId, spanId }: { traceId: string; spanId: string }) => ({ traceId, spanId });

const itemsOf = (told: readonly { item?: number }[]): number[] =>
  told.flatMap(({ item }) => (item === undefined ? [] : [item]));

/** One piece that tells all of its span. */
const isWhole = (fragments: readonly ReceivedFragment[]): boolean =>
  fragments.length === 1 && fragments[0]?.whole === true;

function bySpan(fragments: readonly ReceivedFragment[]): Iterable<ReceivedFragment[]> {
  const spans = new Map<string, ReceivedFragment[]>();
  for (const fragment of fragments) {
    const key = `${fragment.traceId}\n${fragment.spanId}`;
    const told = spans.get(key);
    if (told) told.push(fragment);
    else spans.set(key, [fragment]);
  }
  return spans.values();
}
