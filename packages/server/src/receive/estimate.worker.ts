import type { CallParts } from '@pharos/core/tokens/call-text';
import { estimateTokens, type TokenEstimate } from '@pharos/core/tokens/estimate';
import { encodings } from '../pipeline/encodings.ts';

/** Runs in a thread of its own: model calls in, the tokens that each probably took out. */
export default function estimate(calls: readonly CallParts[]): (TokenEstimate | undefined)[] {
  return calls.map((call) => estimateTokens(call, encodings));
}
