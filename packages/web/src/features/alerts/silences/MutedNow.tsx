import { type Matcher, matchersSchema } from '@pharos/core/incidents/matcher';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { silencePreviewQuery } from '../../../api/silences.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { silenceTexts } from './texts.ts';

const SHOWN = 5;

/** Which open incidents these matchers would mute now. */
export function MutedNow({ project, matchers }: { project: string; matchers: readonly Matcher[] }) {
  const t = useTexts(silenceTexts);
  const typed = matchersSchema.safeParse(useDeferredValue(matchers)).data;
  const query = useQuery({ ...silencePreviewQuery(project, typed ?? []), enabled: typed !== undefined });
  return (
    <section aria-live="polite" className="flex flex-col gap-1">
      <h3 className="text-xs font-medium text-soft">{t('preview')}</h3>
      {typed === undefined ? (
        <p className="text-xs text-muted">{t('previewLater')}</p>
      ) : query.isError ? (
        <PartError error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <p className="text-xs text-muted">…</p>
      ) : query.data.length === 0 ? (
        <p className="text-sm text-muted">{t('previewNone')}</p>
      ) : (
        <>
          <p className="text-sm">{t('previewCount', { count: query.data.length })}</p>
          <ul className="text-xs text-muted">
            {query.data.slice(0, SHOWN).map(({ id, title }) => (
              <li key={id} className="truncate">
                {title}
              </li>
            ))}
            {query.data.length > SHOWN && <li>{t('previewMore', { count: query.data.length - SHOWN })}</li>}
          </ul>
        </>
      )}
    </section>
  );
}
