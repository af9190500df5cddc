import type { Role } from '@pharos/core/content';
import type { Turn, TurnItem } from '@pharos/core/conversation';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { JsonTree } from '../content/JsonTree.tsx';
import { LongText } from '../content/LongText.tsx';
import { Markdown } from '../content/Markdown.tsx';
import { Media } from '../content/Media.tsx';
import { cx } from '../cx.ts';
import { EmptyState } from '../EmptyState.tsx';
import { KindIcon } from '../KindIcon.tsx';
import { ToolUseView } from './ToolUseView.tsx';
import { conversationTexts } from './texts.ts';

interface ConversationProps {
  turns: readonly Turn[];
  /** Opens the step that an item came from. */
  onOpenStep?: ((traceId: string, spanId: string) => void) | undefined;
  /** Put before the first turn of each trace. */
  traceHeader?: (turn: Turn, nth: number) => ReactNode;
}

const markdown = (text: string) => <Markdown text={text} />;
const INSTRUCTIONS = new Set<Role>(['system', 'developer']);

/** A conversation as its participants would tell it: who, what was said, what was looked up, what went wrong. */
export function Conversation({ turns, onOpenStep, traceHeader }: ConversationProps) {
  const t = useTexts(conversationTexts);
  if (turns.length === 0) return <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>;
  let nth = 0;
  return (
    <ol className="divide-y">
      {turns.map((turn, index) => {
        const begins = traceHeader !== undefined && turn.traceId !== turns[index - 1]?.traceId;
        if (begins) nth++;
        const open = (spanId: string) => onOpenStep?.(turn.traceId, spanId);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns are only ever appended
          <li key={`${turn.traceId} ${turn.spanId} ${index}`}>
            {begins && traceHeader(turn, nth)}
            <TurnView turn={turn} onOpen={onOpenStep && open} />
          </li>
        );
      })}
    </ol>
  );
}

function TurnView({ turn, onOpen }: { turn: Turn; onOpen: ((spanId: string) => void) | undefined }) {
  const t = useTexts(conversationTexts);
  const who = (
    <span className={cx('block text-start', turn.role === 'user' ? 'font-medium text-ink' : 'text-muted')}>
      {t(turn.role)}
      {turn.speaker && <span className="block truncate text-xs text-muted">{turn.speaker}</span>}
    </span>
  );
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-1 py-3 sm:grid-cols-[5.5rem_minmax(0,1fr)]">
      <div className="min-w-0 text-sm">
        {onOpen ? (
          <button
            type="button"
            title={t('openStep')}
            onClick={() => onOpen(turn.spanId)}
            className="max-w-full hover:underline"
          >
            {who}
          </button>
        ) : (
          who
        )}
      </div>
      <div className={cx('min-w-0 space-y-1.5', INSTRUCTIONS.has(turn.role) && 'text-soft')}>
        {turn.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
          <Item key={index} item={item} turn={turn} onOpen={onOpen} />
        ))}
        {turn.finishReason &&
          !/^(stop|end_turn|tool.?calls?|tool_use|complete[d]?)$/i.test(turn.finishReason) && (
            <p className="text-xs text-warn">{t('finish', { reason: turn.finishReason })}</p>
          )}
      </div>
    </div>
  );
}

interface ItemProps {
  item: TurnItem;
  turn: Turn;
  onOpen: ((spanId: string) => void) | undefined;
}

function Item({ item, turn, onOpen }: ItemProps) {
  const t = useTexts(conversationTexts);
  switch (item.type) {
    case 'text':
      return turn.role === 'assistant' ? (
        <LongText text={item.text} render={markdown} />
      ) : (
        <LongText text={item.text} />
      );
    case 'reasoning':
      return (
        <details className="text-soft">
          <summary className="text-xs text-muted">{t('reasoning')}</summary>
          <LongText text={item.text} className="mt-1 border-s-2 ps-3" />
        </details>
      );
    case 'toolUse':
      return (
        <ToolUseView
          use={item}
          onOpen={onOpen && item.spanId ? () => onOpen(item.spanId ?? '') : undefined}
        />
      );
    case 'toolResult':
      return (
        <div className="text-soft">
          {item.name && <span className="me-2 font-medium">{item.name}</span>}
          <JsonTree value={item.result} />
        </div>
      );
    case 'retrieval':
      return <Retrieval item={item} />;
    case 'error':
      return (
        <p className="text-bad [overflow-wrap:anywhere]">
          <span aria-hidden>▲ </span>
          {t('modelFailed')}
          <span dir="auto">{item.message}</span>
        </p>
      );
    case 'json':
      return <JsonTree value={item.value} />;
    default:
      return <Media {...item} />;
  }
}

function Retrieval({ item }: { item: TurnItem & { type: 'retrieval' } }) {
  const t = useTexts(conversationTexts);
  return (
    <details>
      <summary className="flex items-baseline gap-2 [&::-webkit-details-marker]:hidden">
        <KindIcon kind="retriever" className="inline-block self-center" />
        <span className="font-medium">{item.name}</span>
        <span className="text-muted underline decoration-dotted underline-offset-4">
          {t('documents', { count: item.documents.length })}
        </span>
      </summary>
      <ol className="ms-[7px] mt-1 list-none divide-y border-s ps-3.5">
        {item.documents.map((document, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a ranked list; ids may be absent or repeat
          <li key={index} className="py-1.5">
            <p className="flex gap-3 text-xs text-muted">
              <span className="min-w-0 truncate font-mono">{document.id ?? `#${index + 1}`}</span>
              {document.score !== undefined && (
                <span className="figures ms-auto">
                  {t('score', { score: document.score.toPrecision(3) })}
                </span>
              )}
            </p>
            {document.content && <LongText text={document.content} />}
          </li>
        ))}
      </ol>
    </details>
  );
}
