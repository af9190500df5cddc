import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { useRole } from '../../api/me.ts';
import { quotaStatusQuery, quotasQuery, useLiveQuotas } from '../../api/quotas.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { rowsOf } from '../../components/quotas/standing.ts';
import { SearchField } from '../../components/SearchField.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { Page } from '../../shell/Page.tsx';
import { useShortcuts } from '../../shortcuts.ts';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { Crossings } from './Crossings.tsx';
import { NoQuotas } from './NoQuotas.tsx';
import { QuotaDialog } from './QuotaDialog.tsx';
import { QuotaTable } from './QuotaTable.tsx';
import type { QuotaForm } from './quota-form.ts';
import { quotaTexts } from './texts.ts';

const quotasSearch = z.object({
  q: z.string().max(120).optional().catch(undefined),
  show: z.enum(['all', 'attention']).default('all').catch('all'),
  view: z.enum(['list', 'crossings']).default('list').catch('list'),
});
const SHOWN = ['all', 'attention'] as const;

/** What may be spent, by whom and in what time, and where it stands: what needs attention comes first. */
export function QuotasPage() {
  const t = useTexts(quotaTexts);
  const project = useProject();
  const may = atLeast(useRole(project), 'admin');
  const [{ view }, set] = useUrlState(quotasSearch);
  const [form, setForm] = useState<Partial<QuotaForm>>();
  useLiveQuotas(project);
  useShortcuts(may ? [{ keys: 'n', label: t('new'), run: () => setForm({}) }] : []);
  return (
    <Page
      title={t('title')}
      actions={
        may && (
          <Button variant="primary" onClick={() => setForm({})}>
            <Plus className="size-4" aria-hidden />
            {t('new')}
          </Button>
        )
      }
    >
      <Tabs
        label={t('views')}
        value={view}
        onChange={(next) => set({ view: next })}
        tabs={[
          { value: 'list', label: t('list'), content: <QuotaList may={may} onMake={setForm} /> },
          { value: 'crossings', label: t('crossings'), content: <Crossings /> },
        ]}
      />
      {form && <QuotaDialog project={project} start={form} onClose={() => setForm(undefined)} />}
    </Page>
  );
}

interface QuotaListProps {
  may: boolean;
  onMake: (form: Partial<QuotaForm>) => void;
}

function QuotaList({ may, onMake }: QuotaListProps) {
  const t = useTexts(quotaTexts);
  const project = useProject();
  const [{ q = '', show }, set] = useUrlState(quotasSearch);
  const input = useRef<HTMLInputElement>(null);
  const quotas = useQuery(quotasQuery(project));
  const status = useQuery(quotaStatusQuery(project));
  useShortcuts([{ keys: '/', label: t('search'), run: () => input.current?.focus() }]);
  if (quotas.isError) return <ErrorState error={quotas.error} onRetry={() => void quotas.refetch()} />;
  if (!quotas.data) return <SkeletonRows rows={6} />;
  if (quotas.data.length === 0) return <NoQuotas may={may} onMake={onMake} />;

  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rowsOf(quotas.data, status.data).filter(({ quota, standing }) => {
    const whole = `${quota.name} ${quota.scope.type} ${'value' in quota.scope ? quota.scope.value : ''} ${quota.measure}`;
    const attention = standing !== 'ok' && standing !== 'off';
    return (show === 'all' || attention) && words.every((word) => whole.toLowerCase().includes(word));
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 py-3">
        <SearchField
          ref={input}
          label={t('search')}
          placeholder={`${t('search')}  /`}
          value={q}
          onChange={(q) => set({ q }, { replace: true })}
          className="w-72 max-w-full"
        />
        <Segmented
          label={t('show')}
          value={show}
          onChange={(next) => set({ show: next === 'all' ? undefined : next })}
          options={SHOWN.map((value) => ({ value, label: t(`show_${value}`) }))}
        />
      </div>
      {status.isError && <ErrorState error={status.error} onRetry={() => void status.refetch()} />}
      {found.length === 0 ? (
        <p className="flex items-center gap-3 py-6 text-sm text-muted">
          {t('noMatch')}
          <Button onClick={() => set({ q: undefined, show: undefined })}>{t('clear')}</Button>
        </p>
      ) : (
        <QuotaTable rows={found} />
      )}
    </>
  );
}
