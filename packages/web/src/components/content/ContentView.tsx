import type { Json } from '@pharos/core/content';
import { readContent } from '@pharos/core/read-content';
import { useState } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { CopyButton } from '../CopyButton.tsx';
import { Segmented } from '../Segmented.tsx';
import { JsonTree } from './JsonTree.tsx';
import { LongText } from './LongText.tsx';
import { Markdown } from './Markdown.tsx';
import { contentTexts } from './texts.ts';

const FORMS = ['markdown', 'text', 'json'] as const;
type Form = (typeof FORMS)[number];

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');

/** The words of a conversation without its structure, where there are any. */
function wordsOf(value: unknown): string {
  const content = readContent(value);
  if (content === undefined || !('messages' in content)) return asText(value);
  const words = content.messages.flatMap((message) =>
    message.parts.flatMap((part) => (part.type === 'text' ? [`**${message.role}**\n\n${part.text}`] : [])),
  );
  return words.length > 0 ? words.join('\n\n---\n\n') : asText(value);
}

const looksLikeJson = (value: unknown) => typeof value !== 'string' || /^\s*[[{]/.test(value);

/** Recorded input or output in the form the reader likes: formatted, as text, or as a tree. */
export function ContentView({ title, value }: { title: string; value: unknown }) {
  const t = useTexts(contentTexts);
  const [chosen, setForm] = useState<Form>();
  const form = chosen ?? (looksLikeJson(value) ? 'json' : 'markdown');
  const empty = readContent(value) === undefined;
  return (
    <section className="py-3">
      <div className="mb-2 flex h-8 items-center gap-2">
        <h3 className="flex-1 text-sm font-semibold">{title}</h3>
        {!empty && (
          <>
            <Segmented
              label={t('form')}
              value={form}
              onChange={setForm}
              options={FORMS.map((name) => ({ value: name, label: t(name) }))}
            />
            <CopyButton text={() => asText(value)} />
          </>
        )}
      </div>
      {empty ? (
        <p className="text-muted">{t('nothing')}</p>
      ) : form === 'json' ? (
        <JsonTree value={value as Json} />
      ) : form === 'markdown' ? (
        <LongText text={wordsOf(value)} render={(text) => <Markdown text={text} />} />
      ) : (
        <LongText text={asText(value)} className="font-mono text-xs" />
      )}
    </section>
  );
}
