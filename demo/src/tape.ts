import type { Attributes, Context, Dialect, Facts } from './facts.ts';
import type { Random } from './random.ts';

export interface Service {
  name: string;
  version: string;
  language: string;
  environment: string;
  instance: string;
}

export interface SpanRecord {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  /** OpenTelemetry's kind: 1 internal, 2 server, 3 client. */
  kind: number;
  startMs: number;
  endMs: number;
  error: StepError | undefined;
  attributes: Attributes;
  scope: { name: string; version: string };
  service: Service;
}

/** A step that went wrong; it fails every step around it until one of them handles it. */
export class StepError extends Error {
  readonly type: string;
  readonly trail: string;

  constructor(type: string, message: string, trail: string) {
    super(message);
    this.type = type;
    this.trail = trail;
  }
}

const CLIENT_STEPS: ReadonlySet<Facts['step']> = new Set(['llm', 'embedding', 'reranker', 'http', 'db']);

/** Plays the steps of one trace in time and keeps them as spans. */
export class Tape {
  readonly traceId: string;
  readonly spans: SpanRecord[] = [];
  readonly random: Random;
  nowMs: number;
  readonly context: Context;
  readonly #dialect: Dialect;
  readonly service: Service;
  #parent = '';

  constructor(random: Random, startMs: number, context: Context, dialect: Dialect, service: Service) {
    this.random = random;
    this.traceId = random.hex(16);
    this.nowMs = startMs;
    this.context = context;
    this.#dialect = dialect;
    this.service = service;
  }

  /** Lets time pass. */
  wait(ms: number): void {
    this.nowMs += Math.max(0.05, ms);
  }

  /** One step around what `body` does; facts that are known only afterwards may be set on `facts` by the body. */
  step<F extends Facts, R>(facts: F, body: (facts: F) => R): R {
    const parentSpanId = this.#parent;
    const spanId = this.random.hex(8);
    const startMs = this.nowMs;
    const at = this.spans.length;
    let error: StepError | undefined;
    this.#parent = spanId;
    this.wait(this.random.between(0.2, 1.5));
    try {
      return body(facts);
    } catch (failure) {
      if (!(failure instanceof StepError)) throw failure;
      error = failure;
      throw failure;
    } finally {
      this.wait(this.random.between(0.1, 1));
      this.#parent = parentSpanId;
      const { name, attributes } = this.#dialect.describe(facts, this.context, this.nowMs - startMs);
      this.spans.splice(at, 0, {
        traceId: this.traceId,
        spanId,
        parentSpanId,
        name,
        kind: CLIENT_STEPS.has(facts.step) ? 3 : 1,
        startMs,
        endMs: this.nowMs,
        error,
        attributes: { ...attributes, ...(error ? { 'error.type': error.type } : {}) },
        scope: this.#dialect.scope,
        service: this.service,
      });
    }
  }

  /** Like {@link step}; a failure stays on the step and is returned in place of the result. */
  attempt<F extends Facts, R>(facts: F, body: (facts: F) => R): R | StepError {
    try {
      return this.step(facts, body);
    } catch (failure) {
      if (failure instanceof StepError) return failure;
      throw failure;
    }
  }

  /** Runs all from the same moment; time goes on when the slowest is done. */
  together(bodies: readonly (() => void)[]): void {
    const startMs = this.nowMs;
    let endMs = startMs;
    for (const body of bodies) {
      this.nowMs = startMs;
      body();
      endMs = Math.max(endMs, this.nowMs);
    }
    this.nowMs = endMs;
  }
}
