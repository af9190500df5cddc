import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { type Matcher, matchersSchema } from '@pharos/core/incidents/matcher';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { alertDocumentsQuery } from '../../../api/alerts.ts';
import { useRole } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { useNow } from '../../../use-time-range.ts';
import { Inhibitions } from './Inhibitions.tsx';
import { SilenceDialog } from './SilenceDialog.tsx';
import { SilenceTable } from './SilenceTable.tsx';
import { stateOf } from './silence-form.ts';
import { silenceTexts } from './texts.ts';

const SHOWN = ['active', 'coming', 'over'] as const;
const silencesSearch = z.object({
  show: z.enum(SHOWN).default('active').catch('active'),
  /** Matchers as JSON: a new silence begins with them. */
  new: z.string().max(8000).optional().catch(undefined),
});

/** What nobody is told of, for how long, and what mutes its symptoms. */
export function SilencesTab() {
  const t = useTexts(silenceTexts);
  const project = useProject();
  const may = atLeast(useRole(project), 'member');
  const [{ show, new: begun }, set] = useUrlState(silencesSearch);
  const [edited, setEdited] = useState<StoredAlertDocument<'silence'>>();
  const silences = useQuery(alertDocumentsQuery(project, 'silence'));
  const now = useNow(5_000);
  const made = useMemo(() => (begun === undefined ? undefined : { matchers: matchersOf(begun) }), [begun]);
  const close = () => {
    setEdited(undefined);
    set({ new: undefined }, { replace: true });
  };
  const about = edited ?? (may ? made : undefined);
  const rows = silences.data?.filter((each) => stateOf(each, now) === show).reverse();
  return (
    <>
      <Section
        title={t('silences')}
        hint={may ? t('hint') : t('denied')}
        action={
          may && (
            <Button variant="primary" onClick={() => set({ new: '[]' })}>
              <Plus className="size-4" aria-hidden />
              {t('new')}
            </Button>
          )
        }
      >
        <span>
          <Segmented
            label={t('show')}
            value={show}
            onChange={(next) => set({ show: next === 'active' ? undefined : next })}
            options={SHOWN.map((value) => ({ value, label: t(`show_${value}`) }))}
          />
        </span>
        {silences.isError ? (
          <ErrorState error={silences.error} onRetry={() => void silences.refetch()} />
        ) : !rows ? (
          <SkeletonRows rows={3} />
        ) : rows.length === 0 ? (
          <EmptyState title={t(`none_${show}`)}>{t('emptyHint')}</EmptyState>
        ) : (
          <SilenceTable
            project={project}
            state={show}
            silences={rows}
            nowMs={now}
            onEdit={may ? setEdited : undefined}
          />
        )}
      </Section>
      <Inhibitions project={project} may={may} />
      {about && <SilenceDialog project={project} about={about} onClose={close} />}
    </>
  );
}

/** What an address tells of matchers; none where it is no list of them. */
function matchersOf(json: string): Matcher[] {
  try {
    return matchersSchema.safeParse(JSON.parse(json)).data ?? [];
  } catch {
    return [];
  }
}
