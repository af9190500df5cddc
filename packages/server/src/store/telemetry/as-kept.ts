import type { Span } from '@pharos/core/span';
import { type Details, detailsOf, detailsText } from './details.ts';
import { fits, jsonText } from './json-text.ts';
import { MAX_PAYLOAD } from './limits.ts';

/**
 * The span with its texts as reading it back will give them: what is derived from them must be the same before and
 * after. The same span unless they are longer, or nested deeper, than is kept.
 */
export function asKept(span: Span): Span {
  const { input, output } = span;
  const details = detailsOf(span);
  if (fits(input, MAX_PAYLOAD) && fits(output, MAX_PAYLOAD) && fits(details, MAX_PAYLOAD)) return span;
  const { documents = [], toolDefinitions = [] } = JSON.parse(detailsText(span) || '{}') as Details;
  return { ...span, input: kept(input), output: kept(output), documents, toolDefinitions };
}

const kept = <Value>(value: Value | undefined): Value | undefined =>
  value === undefined ? undefined : (JSON.parse(jsonText(value, MAX_PAYLOAD)) as Value);
