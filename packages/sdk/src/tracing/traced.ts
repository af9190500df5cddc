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

const isGenerator = (value: unknown): value is AsyncGenerator =>
  Object.prototype.toString.call(value) === '[object AsyncGenerator]';

/** The same stream, each piece of which is made within the context; `finish` is told of its last move, whoever made it. */
function followed(stream: AsyncGenerator, within: Context, finish: Finish): AsyncGenerator {
  const move = async (step: () => Promise<IteratorResult<unknown>>) => {
    try {
      const result = await context.with(within, step);
      if (result.done) finish(undefined, result.value);
      return result;
    } catch (error) {
      finish({ error });
      throw error;
    }
  };
  return Object.assign(Object.create(stream) as AsyncGenerator, {
    next: (...sent: [unknown?]) => move(() => stream.next(...sent)),
    return: (value: unknown) => move(() => stream.return(value)),
    throw: (error: unknown) => move(() => stream.throw(error)),
  });
}

type Finish = (failure: { error: unknown } | undefined, value?: unknown) => void;

/**
 * Runs within a span, which ends with what it gives: of a promise with what that comes to, of an async generator when it is done, fails,
 * or is wanted no more. An error goes on as it was.
 */
export function traced<T>(span: Span, within: Context, call: () => T, { onEnd }: Ending = {}): T {
  let over = false;
  const finish: Finish = (failure, value) => {
    if (over) return;
    over = true;
    quietly(() => onEnd?.(failure, value));
    endSpan(span, failure);
  };
  const inside = trace.setSpan(within, span);
  const given = (value: unknown): unknown => {
    if (isGenerator(value)) return followed(value, inside, finish);
    finish(undefined, value);
    return value;
  };
  let result: T;
  try {
    result = context.with(inside, call);
  } catch (error) {
    finish({ error });
    throw error;
  }
  if (!isThenable(result)) return given(result) as T;
  return result.then(given, (error: unknown) => {
    finish({ error });
    throw error;
  }) as T;
}
