import type { ApiScore } from '@pharos/core/api/scores';
import type { ApiSpan } from '@pharos/core/api/spans';
import type { Json } from '@pharos/core/content';
import { conversationOf } from '@pharos/core/conversation';
import { nsFromIso } from '@pharos/core/time';
import { useMemo } from 'react';
import { ContentView } from '../../components/content/ContentView.tsx';
import { JsonTree } from '../../components/content/JsonTree.tsx';
import { LongText } from '../../components/content/LongText.tsx';
import { Conversation } from '../../components/conversation/Conversation.tsx';
import { AddScore, type Target } from '../../components/scores/AddScore.tsx';
import { ScoreList } from '../../components/scores/ScoreList.tsx';
import { scoreTexts } from '../../components/scores/texts.ts';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { traceTexts } from './texts.ts';

export function SpanConversation({ span }: { span: ApiSpan }) {
  const turns = useMemo(() => conversationOf([span]), [span]);
  return <Conversation turns={turns} />;
}

export function SpanContent({ span }: { span: ApiSpan }) {
  const t = useTexts(traceTexts);
  return (
    <div className="divide-y">
      <ContentView title={t('input')} value={span.input} />
      <ContentView title={t('output')} value={span.output} />
      {span.documents.length > 0 && (
        <section className="py-3">
          <h3 className="pb-1 text-sm font-semibold">{t('documents')}</h3>
          <ol className="divide-y">
            {span.documents.map((document, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a ranked list; ids may be absent or repeat
              <li key={index} className="py-2">
                <p className="flex gap-3 text-xs text-muted">
                  <span className="min-w-0 truncate font-mono">{document.id ?? `#${index + 1}`}</span>
                  {document.score !== undefined && (
                    <span className="figures ms-auto">{document.score.toPrecision(3)}</span>
                  )}
                </p>
                {document.content && <LongText text={document.content} />}
                {document.metadata !== undefined && <JsonTree value={document.metadata as Json} />}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

export function SpanEvents({ span }: { span: ApiSpan }) {
  const t = useTexts(traceTexts);
  const format = useFormat();
  if (span.events.length === 0) return <p className="py-4 text-muted">{t('noEvents')}</p>;
  const start = nsFromIso(span.startTime) ?? 0n;
  return (
    <ol className="divide-y">
      {span.events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no identity but their place
        <li key={index} className="py-2">
          <p className="flex gap-3">
            <span className="min-w-0 flex-1 truncate font-medium">{event.name}</span>
            <span className="figures text-xs text-muted" title={event.time}>
              +{format.duration(Number((nsFromIso(event.time) ?? start) - start) / 1e6)}
            </span>
          </p>
          {Object.keys(event.attributes).length > 0 && <JsonTree value={event.attributes as Json} />}
        </li>
      ))}
    </ol>
  );
}

interface ScoresProps {
  scores: readonly ApiScore[];
  span: Pick<ApiSpan, 'traceId' | 'spanId'>;
  isRoot: boolean;
}

/** The scores of a step, and at the root those of the whole trace; a form to add one. */
export function Scores({ scores, span, isRoot }: ScoresProps) {
  const t = useTexts(scoreTexts);
  const { traceId, spanId } = span;
  const ofSpan: Target = { value: 'span', of: { traceId, spanId } };
  const ofTrace: Target = { value: 'trace', of: { traceId } };
  return (
    <>
      {scores.length === 0 ? (
        <p className="pt-4 pb-1 text-muted">{t('none')}</p>
      ) : (
        <ScoreList scores={scores} />
      )}
      <AddScore targets={isRoot ? [ofTrace, ofSpan] : [ofSpan, ofTrace]} />
    </>
  );
}
