import type { Content } from '@pharos/core/content';
import { errorIdentity } from '@pharos/core/errors/identity';
import type { SpanFragment } from '@pharos/core/fragments/fragment';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import { vectorCallOf } from '@pharos/core/retrieval/vector-call';
import type { Score } from '@pharos/core/score';
import type { LogRecord, Span, SpanPatch } from '@pharos/core/span';
import type { Envelope } from '../../intake/envelope.ts';
import type { Column } from './columns.ts';
import { cutText } from './cut.ts';
import { detailsText } from './details.ts';
import { jsonText, sizeUpTo } from './json-text.ts';
import { MAX_PAYLOAD, MAX_SCORE_TEXT } from './limits.ts';
import { POINT_COLUMNS } from './point-columns.ts';
import { preview } from './preview.ts';
import { LOG_COLUMNS, PATCH_COLUMNS, PAYLOAD_COLUMNS, SCORE_COLUMNS } from './record-columns.ts';
import { RowBinary } from './row-binary.ts';
import { SPAN_COLUMNS } from './span-columns.ts';

/** Where the rows of a span end in the encoder's output so far. A span without text adds nothing to payloads. */
export interface SpanEnds {
  spanRowEnd: number;
  payloadRowEnd: number;
}

export interface EncodedBatch {
  spanRows: Uint8Array;
  payloadRows: Uint8Array;
  logRows: Uint8Array;
  scoreRows: Uint8Array;
  pointRows: Uint8Array;
  patchRows: Uint8Array;
}

type Sender = Pick<Envelope, 'projectId' | 'apiKeyId' | 'version'>;

/** What the ledger has not said otherwise of. */
const COUNTED = { counted: true, covered: false };

/**
 * Turns spans, logs, scores, data points and patches into rows as the engine takes them. Made once a thread and used for one
 * batch after another. What throws leaves no half row behind.
 */
export class RowEncoder {
  readonly #spans = new RowBinary(1 << 20);
  readonly #payloads = new RowBinary(1 << 20);
  readonly #logs = new RowBinary();
  readonly #scores = new RowBinary();
  readonly #points = new RowBinary();
  readonly #patches = new RowBinary();

  span(span: Span, { projectId, apiKeyId, version: ver }: Sender, { counted, covered } = COUNTED): SpanEnds {
    const input = contentText(span.input);
    const output = contentText(span.output);
    const details = detailsText(span);
    const inputPreview = preview(span.input, input, 'user');
    const outputPreview = preview(span.output, output, 'assistant');
    const payloadStart = this.#payloads.length;
    if (input !== '' || output !== '' || details !== '') {
      write(this.#payloads, PAYLOAD_COLUMNS, { projectId, ver, span, input, output, details });
    }
    try {
      write(this.#spans, SPAN_COLUMNS, {
        projectId,
        apiKeyId,
        ver,
        span,
        error: errorIdentity(span),
        vectorCall: vectorCallOf(span),
        inputPreview,
        outputPreview,
        counted,
        covered,
      });
    } catch (error) {
      this.#payloads.truncate(payloadStart);
      throw error;
    }
    return { spanRowEnd: this.#spans.length, payloadRowEnd: this.#payloads.length };
  }

  log(log: LogRecord, { projectId, version: ver }: Sender): void {
    write(this.#logs, LOG_COLUMNS, { projectId, ver, log, body: cutText(log.body, MAX_PAYLOAD) });
  }

  score(score: Score, { projectId, version: ver }: Sender): void {
    const { metadata } = score;
    write(this.#scores, SCORE_COLUMNS, {
      projectId,
      ver,
      score,
      metadata: metadata === undefined ? '' : jsonText(metadata, MAX_SCORE_TEXT),
    });
  }

  point(point: MetricPoint, { projectId, version: ver }: Sender): void {
    write(this.#points, POINT_COLUMNS, { projectId, ver, point });
  }

  patch({ traceId, spanId, timeNs, ...facts }: SpanPatch, { projectId }: Sender): void {
    const patch = jsonText(facts, 2 * MAX_PAYLOAD);
    write(this.#patches, PATCH_COLUMNS, { projectId, traceId, spanId, timeNs, patch });
  }

  /** Large values last: when all is too much, it is they that are cut. Returns where its row ends. */
  fragment({ traceId, spanId, timeNs, format, update, body }: SpanFragment, { projectId }: Sender): number {
    const entries = Object.entries(body).map(
      ([key, value]) => [key, value, sizeUpTo(value, 2 * MAX_PAYLOAD)] as const,
    );
    const ordered = entries.sort((a, b) => a[2] - b[2]).map(([key, value]) => [key, value]);
    const patch = jsonText({ format, update, body: Object.fromEntries(ordered) }, 2 * MAX_PAYLOAD);
    write(this.#patches, PATCH_COLUMNS, { projectId, traceId, spanId, timeNs, patch });
    return this.#patches.length;
  }

  /** Everything encoded since the last call. */
  take(): EncodedBatch {
    return {
      spanRows: this.#spans.take(),
      payloadRows: this.#payloads.take(),
      logRows: this.#logs.take(),
      scoreRows: this.#scores.take(),
      pointRows: this.#points.take(),
      patchRows: this.#patches.take(),
    };
  }
}

const contentText = (content: Content | undefined): string =>
  content === undefined ? '' : jsonText(content, MAX_PAYLOAD);

function write<Row>(out: RowBinary, columns: readonly Column<Row>[], row: Row): void {
  const start = out.length;
  try {
    for (const column of columns) column.write(out, row);
  } catch (error) {
    out.truncate(start);
    throw error;
  }
}
