import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

/** A span of OpenTelemetry by hand: in error when the work throws. It ends with the work unless that ends it later. */
export async function step<Result>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => PromiseLike<Result>,
  endsByItself = false,
): Promise<Result> {
  return trace.getTracer('support-bot').startActiveSpan(name, { attributes }, async (span) => {
    try {
      const result = await work(span);
      if (!endsByItself) span.end();
      return result;
    } catch (error) {
      const { message } = error as Error;
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message });
      span.end();
      throw error;
    }
  });
}
