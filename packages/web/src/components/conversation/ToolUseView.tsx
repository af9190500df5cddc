import type { Json } from '@pharos/core/content';
import type { ToolUse } from '@pharos/core/conversation';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { JsonTree } from '../content/JsonTree.tsx';
import { KindIcon } from '../KindIcon.tsx';
import { conversationTexts } from './texts.ts';

const SHORT = 80;
const MOST_FACTS = 8;

const isScalar = (value: Json): value is string | number | boolean | null =>
  typeof value !== 'object' || value === null;

/** One short fact as words: a scalar, or a few of them. */
function words(value: Json): string | undefined {
  const all = Array.isArray(value) ? value : [value];
  const text = all.every(isScalar) ? all.map(String).join(', ') : undefined;
  return text !== undefined && text.length <= SHORT && !text.includes('\n') ? text : undefined;
}

/** Few short facts fit on the line; undefined when the arguments are more than that. */
function shortFacts(value: Json): [string, string][] | undefined {
  if (typeof value === 'string' && /^\s*\{/.test(value) && value.length < 2000) {
    try {
      return shortFacts(JSON.parse(value) as Json);
    } catch {
      return undefined;
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const facts = Object.entries(value).map(([key, item]) => [key, words(item)] as const);
  if (facts.length > MOST_FACTS) return undefined;
  const short = facts.flatMap(([key, text]): [string, string][] => (text === undefined ? [] : [[key, text]]));
  return short.length === facts.length ? short : undefined;
}

const Facts = ({ facts }: { facts: readonly [string, string][] }) => (
  <span className="min-w-0 [overflow-wrap:anywhere]">
    {facts.map(([key, item]) => (
      <span key={key} className="me-3 inline-block">
        <span className="text-muted">{key}</span> <span dir="auto">{item}</span>
      </span>
    ))}
  </span>
);

function Result({ value }: { value: Json }) {
  const facts = shortFacts(value);
  return facts ? <Facts facts={facts} /> : <JsonTree value={value} />;
}

interface ToolUseViewProps {
  use: ToolUse;
  onOpen?: (() => void) | undefined;
}

/** A tool call as a sentence: which tool, with what, what came back or went wrong. */
export function ToolUseView({ use, onOpen }: ToolUseViewProps) {
  const t = useTexts(conversationTexts);
  const format = useFormat();
  const facts = shortFacts(use.arguments);
  const name = (
    <>
      <KindIcon kind="tool" className="me-1.5 inline-block align-[-2px]" />
      <span className="font-medium">{use.name}</span>
    </>
  );
  return (
    <div className="my-1 min-w-0">
      <div className="flex flex-wrap items-baseline gap-x-3">
        {onOpen ? (
          <button type="button" onClick={onOpen} title={t('openStep')} className="hover:underline">
            {name}
          </button>
        ) : (
          <span>{name}</span>
        )}
        {facts && <Facts facts={facts} />}
        {use.durationMs !== undefined && (
          <span className="figures ms-auto text-xs text-muted">{format.duration(use.durationMs)}</span>
        )}
      </div>
      {/* Longer arguments have lines of their own, so that name and duration stay on one. */}
      {!facts && (
        <div className="ms-[7px] border-s ps-3.5 pb-1">
          <JsonTree value={use.arguments} />
        </div>
      )}
      <div className="ms-[7px] border-s ps-3.5">
        {use.error !== undefined ? (
          <p className="text-bad [overflow-wrap:anywhere]">
            <span aria-hidden>▲ </span>
            {t('failed')}
            <span dir="auto">{use.error}</span>
          </p>
        ) : use.result === undefined ? (
          <p className="text-xs text-muted">{t('noResult')}</p>
        ) : (
          <div className="text-soft">
            <span className="sr-only">{t('result')}: </span>
            <Result value={use.result} />
          </div>
        )}
      </div>
    </div>
  );
}
