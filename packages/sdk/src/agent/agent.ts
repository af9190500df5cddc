import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  isValidTraceId,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { RunOutcome, RunReport } from '../reports.ts';
import { messagesOf, textOf } from '../tracing/content.ts';
import { endSpan, quietly, startSpan, traced } from '../tracing/traced.ts';
import { type Who, whoIn, withWho } from '../tracing/who.ts';
import type { Clock } from '../transport/clock.ts';
import type { Transport } from '../transport/transport.ts';

export interface AgentIdentity {
  name: string;
  version: string;
  /** Of this process. */
  instance: string;
}

export interface RunOptions extends Who {
  /** What it is asked: a text, or messages. */
  input?: unknown;
  attributes?: Attributes;
  /** Another agent than the one of the program: one that it calls. */
  agent?: string;
}

export interface ToolOptions {
  /** What it is called with. */
  input?: unknown;
  callId?: string;
  attributes?: Attributes;
}

export interface Decision<Option extends string = string> {
  options: readonly Option[];
  chosen: Option;
  reason?: string;
}

/** What can be said of a run while it goes on; also by the agent itself, of whatever runs at that place. */
export interface Run {
  /** The id of its trace; undefined where it is not traced. */
  readonly runId: string | undefined;
  step<T>(name: string, call: () => T, attributes?: Attributes): T;
  tool<T>(name: string, call: () => T, options?: ToolOptions): T;
  /** Which way was taken, and why; gives what was chosen. */
  decision<Option extends string>(name: string, decision: Decision<Option>): Option;
  /** What it answers. Left out: a text that the run gives. */
  output(value: unknown): void;
}

interface ActiveRun {
  /** As it is told to the server; of a run within a run that of the outer one. Undefined: it is not traced. */
  announced: Omit<RunReport, 'event'> | undefined;
  output?: unknown;
}

const RUN = createContextKey('Pharos: run');
const runIn = (within: Context) => within.getValue(RUN) as ActiveRun | undefined;

const outcomeOf = (failure: { error: unknown } | undefined): RunOutcome =>
  failure === undefined
    ? 'ok'
    : failure.error instanceof Error && failure.error.name === 'AbortError'
      ? 'cancelled'
      : 'error';

interface AgentContext {
  identity: AgentIdentity;
  tracer: Tracer;
  transport: Transport;
  clock: Clock;
  /** Whether inputs and outputs are told. */
  content: boolean;
}

/** What an agent does: its runs with their steps, tools and decisions, as spans; and that they go on, while they do. */
export class Agent implements Run {
  readonly identity: AgentIdentity;
  #context: AgentContext;

  constructor(agentContext: AgentContext) {
    this.identity = agentContext.identity;
    this.#context = agentContext;
  }

  get runId(): string | undefined {
    return runIn(context.active())?.announced?.runId;
  }

  /** Runs `call` as a run of this agent, which is announced as it begins. Within another run it is a part of that. */
  run<T>(name: string, call: (run: Run) => T, options: RunOptions = {}): T {
    const { identity, tracer, content } = this.#context;
    const { input, attributes, agent = identity.name, ...who } = options;
    const outer = runIn(context.active());
    const within = withWho(context.active(), who);
    const span = startSpan(
      tracer,
      name,
      {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': agent,
        ...(identity.version && agent === identity.name ? { 'gen_ai.agent.version': identity.version } : {}),
        ...(content && input !== undefined ? { 'gen_ai.input.messages': messagesOf(input, 'user') } : {}),
        ...attributes,
      },
      within,
    );
    const run: ActiveRun = {
      announced: outer
        ? outer.announced
        : this.#announcement(span.spanContext().traceId, agent, whoIn(within)),
    };
    this.#tell(run, outer ? { event: 'progress', step: name } : { event: 'started' });
    const inside = within.setValue(RUN, run);
    return traced(span, inside, () => call(this.#handle(trace.setSpan(inside, span))), {
      onEnd: (failure, value) => {
        const output = run.output ?? (typeof value === 'string' ? value : undefined);
        if (content && output !== undefined)
          span.setAttribute('gen_ai.output.messages', messagesOf(output, 'assistant'));
        if (!outer) this.#tell(run, { event: 'ended', outcome: outcomeOf(failure) });
      },
    });
  }

  step<T>(name: string, call: () => T, attributes: Attributes = {}): T {
    const step = { 'gen_ai.operation.name': 'agent_step', 'pharos.step.name': name, ...attributes };
    return this.#part(name, step, call);
  }

  tool<T>(name: string, call: () => T, { input, callId, attributes }: ToolOptions = {}): T {
    const { content } = this.#context;
    return this.#part(
      name,
      {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': name,
        ...(callId === undefined ? {} : { 'gen_ai.tool.call.id': callId }),
        ...(content && input !== undefined ? { 'gen_ai.tool.call.arguments': textOf(input) } : {}),
        ...attributes,
      },
      call,
      content ? 'gen_ai.tool.call.result' : undefined,
    );
  }

  decision<Option extends string>(name: string, { options, chosen, reason }: Decision<Option>): Option {
    const attributes = {
      'gen_ai.operation.name': 'agent_step',
      'pharos.decision.name': name,
      'pharos.decision.options': [...options],
      'pharos.decision.chosen': chosen,
      ...(reason === undefined ? {} : { 'pharos.decision.reason': reason }),
    };
    endSpan(startSpan(this.#context.tracer, name, attributes, context.active()));
    return chosen;
  }

  output(value: unknown): void {
    const run = runIn(context.active());
    if (run) run.output = value;
  }

  #part<T>(name: string, attributes: Attributes, call: () => T, resultAs?: string): T {
    const within = context.active();
    const run = runIn(within);
    if (run) this.#tell(run, { event: 'progress', step: name });
    const span = startSpan(this.#context.tracer, name, attributes, within);
    return traced(span, within, call, {
      onEnd: (_failure, value) => {
        if (resultAs && value !== undefined) span.setAttribute(resultAs, textOf(value));
      },
    });
  }

  #announcement(runId: string, agent: string, { userId, sessionId }: Who): ActiveRun['announced'] {
    if (!isValidTraceId(runId)) return undefined;
    const { name, version, instance } = this.identity;
    return {
      ...{ runId, agent, version: agent === name ? version : '', instance },
      ...(userId === undefined ? {} : { userId }),
      ...(sessionId === undefined ? {} : { sessionId }),
    };
  }

  #tell({ announced }: ActiveRun, told: Pick<RunReport, 'event' | 'step' | 'outcome'>): void {
    if (!announced) return;
    const { clock, transport } = this.#context;
    quietly(() => {
      transport.report('runs', { ...announced, ...told, at: new Date(clock.nowMs()).toISOString() });
    });
  }

  /** The run itself, wherever it is spoken to: where its context has been lost, its parts are still parts of it. */
  #handle(own: Context): Run {
    const there = <T>(call: () => T): T => {
      const active = context.active();
      return runIn(active) === runIn(own) ? call() : context.with(own, call);
    };
    return {
      runId: runIn(own)?.announced?.runId,
      step: (name, call, attributes) => there(() => this.step(name, call, attributes)),
      tool: (name, call, options) => there(() => this.tool(name, call, options)),
      decision: (name, decision) => there(() => this.decision(name, decision)),
      output: (value) => there(() => this.output(value)),
    };
  }
}
