import type { SpanSkeleton } from '@pharos/core/api/spans';
import { shortName } from '../../components/span-name.ts';
import type { Formatters } from '../../format/use-format.ts';

/** JSON, perhaps cut, as words: `path: src/a.ts, line: 18`. */
export const plainJson = (preview: string): string =>
  preview
    .replace(/"\s*:\s*/g, ': ')
    .replace(/[{}"[\]\s]+/g, ' ')
    .replaceAll(' ,', ',')
    .trim();

/** What is worth knowing beside the name, at once: the error, else tokens and model, else what came out or went in. */
export function asideOf(span: SpanSkeleton, format: Pick<Formatters, 'compact'>, streamed: string): string {
  if (span.status === 'error' && span.statusMessage) return span.statusMessage;
  if (span.model) {
    const stream = span.kind === 'llm' && span.timeToFirstTokenMs !== null ? streamed : '';
    // A row that is called like its model need not say it twice.
    const model = span.model.startsWith(shortName(span.name, span.kind)) ? '' : span.model;
    return [span.kind === 'llm' ? tokensOf(span, format) : '', stream, model].filter(Boolean).join(' · ');
  }
  return span.kind === 'agent' ? '' : plainJson(span.outputPreview || span.inputPreview);
}

function tokensOf({ usage }: SpanSkeleton, format: Pick<Formatters, 'compact'>): string {
  if (!usage) return '';
  const input =
    (usage.input ?? 0) + (usage.cachedRead ?? 0) + (usage.cacheWrite ?? 0) + (usage.cacheWrite1h ?? 0);
  const output = (usage.output ?? 0) + (usage.reasoning ?? 0);
  return input + output > 0 ? `${format.compact(input)}\u2192${format.compact(output)}` : '';
}
