import type { WidgetOptions } from '@pharos/core/dashboards/dashboard';
import { readIn, withText } from '@pharos/core/local-text';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../../../components/Button.tsx';
import { Input } from '../../../../components/Input.tsx';
import { useLanguage, useTexts } from '../../../../i18n/i18n.ts';
import { panelTexts } from './texts.ts';

type Link = WidgetOptions['links'][number];
const MOST = 8;
const isAddress = (text: string): boolean => /^(https?:\/\/|\/(?!\/))/.test(text);

interface LinkListProps {
  links: readonly Link[];
  onChange: (links: Link[]) => void;
}

/** Where a widget leads its readers. A link counts once its address is one. */
export function LinkList({ links, onChange }: LinkListProps) {
  const t = useTexts(panelTexts);
  const language = useLanguage();
  /** As they are typed, addresses that are none yet among them. */
  const [drafts, setDrafts] = useState<readonly Link[]>(links);
  const set = (next: readonly Link[]) => {
    setDrafts(next);
    onChange(next.filter(({ url }) => isAddress(url)));
  };
  const replace = (nth: number, change: Partial<Link>) =>
    set(drafts.map((each, index) => (index === nth ? { ...each, ...change } : each)));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 text-xs font-medium text-soft">{t('links')}</legend>
      {drafts.map(({ label, url }, nth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a link is its place in the list
        <div key={nth} className="flex items-start gap-1.5">
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <Input
              aria-label={t('linkLabel', { nth: nth + 1 })}
              placeholder={t('title')}
              maxLength={120}
              value={readIn(label, language)}
              onChange={(event) => replace(nth, { label: withText(label, language, event.target.value) })}
            />
            <Input
              aria-label={t('linkUrl', { nth: nth + 1 })}
              aria-invalid={(url !== '' && !isAddress(url)) || undefined}
              placeholder="https://"
              maxLength={2048}
              spellCheck={false}
              value={url}
              onChange={(event) => replace(nth, { url: event.target.value.trim() })}
            />
            {url !== '' && !isAddress(url) && <p className="text-xs text-bad">{t('linkBad')}</p>}
          </div>
          <IconButton
            label={t('remove')}
            className="!size-7"
            onClick={() => set(drafts.filter((_, index) => index !== nth))}
          >
            <X className="size-3.5" aria-hidden />
          </IconButton>
        </div>
      ))}
      {drafts.length > 0 && <p className="text-xs text-muted">{t('linkHint')}</p>}
      {drafts.length < MOST && (
        <Button
          variant="quiet"
          className="!h-7 self-start !px-1.5"
          onClick={() => setDrafts([...drafts, { label: '', url: '' }])}
        >
          <Plus className="size-3.5" aria-hidden />
          {t('addLink')}
        </Button>
      )}
    </fieldset>
  );
}
