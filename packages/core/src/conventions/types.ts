import type { Content, RetrievedDocument, ToolDefinition } from '../content.ts';
import type { RawSpan, SpanKind } from '../span.ts';
import type { ReportedUsage } from '../usage.ts';

/** The plain-text facts of a span, each read from the first attribute that has it. */
export type TextField =
  | 'model'
  | 'requestModel'
  | 'provider'
  | 'userId'
  | 'sessionId'
  | 'agentName'
  | 'agentVersion'
  | 'toolName'
  | 'promptName'
  | 'promptVersion'
  | 'environment'
  | 'release';

/**
 * How one SDK family writes an LLM step into a span. A convention is data first: `text` names the attributes that
 * hold each fact, in order of preference; functions only where a shape has to be taken apart. Several conventions
 * may recognise one span: they are asked in the order of the list and the first that has a value wins, so a
 * specific SDK stands before the general standard it builds on.
 */
export interface Convention {
  name: string;
  /** Cheap: called for every span. */
  recognises(span: RawSpan): boolean;
  kind?(span: RawSpan): SpanKind | undefined;
  text?: Partial<Record<TextField, readonly string[]>>;
  /** Plain-text facts that take more than a look-up; asked after `text`. */
  facts?(span: RawSpan): Partial<Record<TextField, string | undefined>> | undefined;
  tags?(span: RawSpan): string[] | undefined;
  usage?(span: RawSpan): ReportedUsage | undefined;
  /** The counts come from a tokenizer of the SDK, not from the provider. */
  usageEstimated?(span: RawSpan): boolean;
  /** USD as a decimal string. */
  cost?(span: RawSpan): string | undefined;
  timeToFirstTokenNs?(span: RawSpan): bigint | undefined;
  input?(span: RawSpan): Content | undefined;
  output?(span: RawSpan): Content | undefined;
  /** Attributes that say why the answer ended, for answers that do not say it themselves. */
  finishReasons?: readonly string[];
  documents?(span: RawSpan): RetrievedDocument[] | undefined;
  toolDefinitions?(span: RawSpan): ToolDefinition[] | undefined;
  /** An error that the status does not show (a level, an exception event). */
  errorMessage?(span: RawSpan): string | undefined;
  /**
   * Attributes whose text became input, output, documents or tool definitions; they are not stored twice.
   * Exact names, or prefixes ending in '.' of attributes that continue with an index.
   */
  payload?: readonly string[];
  /** Span events whose text became input, output or documents. */
  payloadEvents?: readonly string[];
}
