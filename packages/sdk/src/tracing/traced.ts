import {
  type Attributes,
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { whoAttributes, whoIn } from './who.ts';

/** Does what is good to have: when it fails the program goes on without. */
export function quietly(call: () => void): void {
  try {
    call();
  } catch {
    // What is told about a program may be lost; the program may not.
  }
}

export function startSpan(tracer: Tracer, name: string, attributes: Attributes, parent: Context): Span {
  try {
    return tracer.startSpan(name, { attributes: { ...whoAttributes(whoIn(parent)), ...attributes } }, parent);
  } catch {
    return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  }
}

/** Ends a span, with what went wrong if something did. */
export function endSpan(span: Span, failure?: { error: unknown }): void {
  quietly(() => {
    if (failure) {
      const { error } = failure;
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({
        code: SpanStatusCode.ERROR,
        message: error instanceof Error ? error.message : String(error),
      });
    }
    span.end();
  });
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

export interface Ending {
  /** Called once, before the span is over. */
  onEnd?(failure: { error: unknown } | undefined, value: unknown): void;
}

/** Runs within a span, which ends with what it gives or, of a promise, with what that comes to. An error goes on as it was. */
export function traced<T>(span: Span, within: Context, call: () => T, { onEnd }: Ending = {}): T {
  const finish = (failure: { error: unknown } | undefined, value?: unknown) => {
    quietly(() => onEnd?.(failure, value));
    endSpan(span, failure);
  };
  let result: T;
  try {
    result = context.with(trace.setSpan(within, span), call);
  } catch (error) {
    finish({ error });
    throw error;
  }
  if (!isThenable(result)) {
    finish(undefined, result);
    return result;
  }
  return result.then(
    (value) => {
      finish(undefined, value);
      return value;
    },
    (error: unknown) => {
      finish({ error });
      throw error;
    },
  ) as T;
}
