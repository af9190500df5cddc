import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRole } from '../../../api/me.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LoadMore } from '../../../components/LoadMore.tsx';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { EraseForm } from './EraseForm.tsx';
import { ErasureDialog } from './ErasureDialog.tsx';
import { ErasureTable } from './ErasureTable.tsx';
import { erasureTexts } from './erasure-texts.ts';
import { erasuresQuery } from './erasures-api.ts';

/** Erases a user from all that is stored of the project, and shows what became of it. */
export function Erasures({ project }: { project: string }) {
  const t = useTexts(erasureTexts);
  const role = useRole(project);
  const may = atLeast(role, 'admin');
  return (
    <Section title={t('title')} hint={t('hint')}>
      {may ? (
        <>
          <EraseForm project={project} />
          <Kept project={project} />
        </>
      ) : (
        role !== undefined && <p className="text-sm text-muted">{t('denied')}</p>
      )}
    </Section>
  );
}

function Kept({ project }: { project: string }) {
  const t = useTexts(erasureTexts);
  const query = useInfiniteQuery(erasuresQuery(project));
  const [open, setOpen] = useState<string>();
  const { data, error, refetch } = query;
  if (data === undefined)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={2} />;
  const erasures = data.pages.flatMap((page) => page.data);
  return (
    <>
      {erasures.length === 0 ? (
        <p className="text-sm text-muted">{t('none')}</p>
      ) : (
        <ErasureTable erasures={erasures} onOpen={setOpen} />
      )}
      <LoadMore query={query} />
      {open !== undefined && <ErasureDialog project={project} id={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}
