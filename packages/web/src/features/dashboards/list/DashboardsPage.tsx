import type { DashboardSummary } from '@pharos/core/api/dashboards';
import { readIn } from '@pharos/core/local-text';
import { useQuery } from '@tanstack/react-query';
import { FileUp, Monitor, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { dashboardsQuery } from '../../../api/dashboards.ts';
import { useRole } from '../../../api/me.ts';
import { Button, IconButton } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { SearchField } from '../../../components/SearchField.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { Page } from '../../../shell/Page.tsx';
import { useShortcuts } from '../../../shortcuts.ts';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { dashboardTexts } from '../texts.ts';
import { WallDialog } from '../wall/WallDialog.tsx';
import { DashboardList } from './DashboardList.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { NewDialog } from './NewDialog.tsx';

const listSearch = z.object({ q: z.string().max(120).optional().catch(undefined) });

/** All dashboards of a project: its own, and those that come with Pharos. */
export function DashboardsPage() {
  const t = useTexts(dashboardTexts);
  const project = useProject();
  const may = atLeast(useRole(project), 'member');
  const query = useQuery(dashboardsQuery(project));
  const [{ q = '' }, set] = useUrlState(listSearch);
  const [dialog, setDialog] = useState<'new' | 'import' | 'wall'>();
  const input = useRef<HTMLInputElement>(null);
  const close = () => setDialog(undefined);
  useShortcuts([
    { keys: '/', label: t('search'), run: () => input.current?.focus() },
    ...(may ? [{ keys: 'n', label: t('new'), run: () => setDialog('new') }] : []),
  ]);
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <IconButton label={t('wall')} variant="secondary" onClick={() => setDialog('wall')}>
            <Monitor className="size-4" aria-hidden />
          </IconButton>
          {may && (
            <>
              <Button onClick={() => setDialog('import')}>
                <FileUp className="size-4 text-muted" aria-hidden />
                <span className="max-sm:sr-only">{t('import')}</span>
              </Button>
              <Button variant="primary" onClick={() => setDialog('new')}>
                <Plus className="size-4" aria-hidden />
                {t('new')}
              </Button>
            </>
          )}
        </>
      }
    >
      <SearchField
        ref={input}
        label={t('search')}
        placeholder={`${t('search')}  /`}
        value={q}
        onChange={(q) => set({ q }, { replace: true })}
        className="mb-4 max-w-md"
      />
      {query.data ? (
        <Lists all={query.data} text={q} may={may} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={9} />
      )}
      {dialog === 'new' && <NewDialog onClose={close} />}
      {dialog === 'import' && <ImportDialog onClose={close} />}
      {dialog === 'wall' && <WallDialog chosen={[]} onClose={close} />}
    </Page>
  );
}

interface ListsProps {
  all: readonly DashboardSummary[];
  text: string;
  may: boolean;
}

function Lists({ all, text, may }: ListsProps) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ title, description }) => {
    const whole = `${readIn(title, language)} ${readIn(description, language)}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
  const own = found.filter(({ source }) => source === 'own');
  const ready = found.filter(({ source }) => source === 'ready');
  if (found.length === 0) return <p className="py-6 text-sm text-muted">{t('noneFound', { text })}</p>;
  return (
    <div className="flex flex-col gap-8">
      {own.length > 0 ? (
        <DashboardList title={t('own')} dashboards={own} may={may} />
      ) : (
        words.length === 0 && (
          <section>
            <h2 className="text-sm font-semibold">{t('noneOwn')}</h2>
            <p className="mt-1 text-sm text-muted">{t('noneOwnHint')}</p>
          </section>
        )
      )}
      {ready.length > 0 && <DashboardList title={t('ready')} dashboards={ready} may={may} />}
    </div>
  );
}
