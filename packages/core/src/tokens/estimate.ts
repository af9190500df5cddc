import { MODEL_CALLS, NO_END_TIME, type Span } from '../span.ts';
import type { Usage } from '../usage.ts';
import { type CallParts, inputText, outputText, type SideText, trueKind } from './call-text.ts';
import { type CountTokens, textTokens } from './count.ts';
import { type EncodingName, type Family, familyOf, frameOf, tokenizerOf } from './families.ts';

export interface TokenEstimate {
  usage: Usage;
  /** What it was made with, see {@link tokenizerOf}. */
  tokenizer: string;
}

/** Encodings, each loaded when it is first asked for. */
export type Encodings = (name: EncodingName) => CountTokens;

/**
 * Whether tokens are to be estimated: a model call that reports none, with an answer, or with a question that was not
 * refused and is not being answered still. A call that failed without an answer costs nothing.
 */
export function lacksUsage(span: Span): boolean {
  if (span.usage !== undefined || !MODEL_CALLS.has(span.kind)) return false;
  if (span.output !== undefined && trueKind(span) === 'llm') return true;
  return span.input !== undefined && span.status !== 'error' && span.attributes.get(NO_END_TIME) !== true;
}

/**
 * The tokens of a model call by its text, for a span that {@link lacksUsage}: input and output, each as far as it is
 * recorded; pictures, sound and files are not in it. Undefined when there is no text. Depends on nothing but the span.
 */
export function estimateTokens(span: CallParts, encodings: Encodings): TokenEstimate | undefined {
  const family = familyOf(span.model, span.requestModel);
  const frame = frameOf(family);
  const { answer, reasoning } = outputText(span, frame);
  const sides = { input: inputText(span, frame), output: answer, reasoning } as const;
  const usage: Usage = { total: 0 };
  for (const side of ['input', 'output', 'reasoning'] as const) {
    if (sides[side].text === '') continue;
    const tokens = tokensOf(sides[side], family, encodings);
    usage[side] = tokens;
    usage.total += tokens;
  }
  return usage.total === 0 ? undefined : { usage, tokenizer: tokenizerOf(family) };
}

function tokensOf({ text, overhead }: SideText, { encoding, factor }: Family, encodings: Encodings): number {
  const { han, other } = textTokens(text, encodings(encoding));
  return Math.round(han * (factor?.han ?? 1) + other * (factor?.other ?? 1) + overhead);
}

type Estimated = Pick<Span, 'usage' | 'usageEstimated' | 'usageTokenizer' | 'clientCost' | 'cost'>;

/** The span with an estimate as its usage. Its cost is left as it was. */
export const withEstimate = <S extends Estimated>(span: S, { usage, tokenizer }: TokenEstimate): S => ({
  ...span,
  usage,
  usageEstimated: true,
  usageTokenizer: tokenizer,
});

/**
 * The span as it was reported. An estimate of ours is derived from all that is known of a span, so it takes no part
 * where pieces of it come together.
 */
export function withoutEstimate<S extends Estimated>(span: S): S {
  if (span.usageTokenizer === '') return span;
  return {
    ...span,
    usage: undefined,
    usageEstimated: false,
    usageTokenizer: '',
    cost: span.clientCost === undefined ? undefined : span.cost,
  };
}
