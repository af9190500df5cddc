import type { Context } from '@opentelemetry/api';
import { TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Channel } from '../transport/channel.ts';
import { spanBytes } from './span-kind.ts';
import { whoIn } from './who.ts';

/** Takes spans that have ended to the queue, and tells those that begin for whom they are. */
export class SpanQueue implements SpanProcessor {
  #channel: Channel<ReadableSpan>;

  constructor(channel: Channel<ReadableSpan>) {
    this.#channel = channel;
  }

  onStart(span: Span, parent: Context): void {
    const { userId, sessionId } = whoIn(parent);
    const { attributes } = span;
    if (userId !== undefined && attributes['user.id'] === undefined) span.setAttribute('user.id', userId);
    if (sessionId !== undefined && attributes['session.id'] === undefined)
      span.setAttribute('session.id', sessionId);
  }

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) this.#channel.push(span, spanBytes(span));
  }

  async forceFlush(): Promise<void> {
    await this.#channel.flush();
  }

  async shutdown(): Promise<void> {
    await this.#channel.flush();
  }
}
