import { formatFilterText, parseFilterText } from '@pharos/core/filter-text';
import { attributesOf } from '@pharos/core/metric-points/named';
import { z } from 'zod';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { NothingYet } from '../../../components/NothingYet.tsx';
import { PanelSkeleton } from '../../../components/Panel.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useUrlState } from '../../../url-state.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { ResourceCharts, useResources } from '../../../widgets/resources/ResourceCharts.tsx';
import { resourceTexts } from '../../../widgets/resources/texts.ts';

const search = z.object({ filter: z.string().max(4096).optional().catch(undefined) });

const settings = (endpoint: string): string => `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}
OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer sk-…"
OTEL_METRICS_EXPORTER=otlp`;

/** What every process needs, on one time axis. Of the page's filter, what processes tell of themselves is kept to. */
export function ResourcesTab() {
  const t = useTexts(resourceTexts);
  const [{ filter = '' }, set] = useUrlState(search);
  const { resources, query } = useResources();
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (resources === undefined) return <PanelSkeleton height={240} shape="chart" />;
  if (resources.length === 0) return <NoResources />;
  const { filters } = parseFilterText(filter);
  const kept = formatFilterText({
    filters: filters.filter(({ field }) => attributesOf(field) !== undefined),
    search: '',
  });
  return (
    <ProjectWidgets>
      <div className="flex flex-col gap-4">
        {filter !== kept && <LeftOut kept={kept} />}
        <ResourceCharts
          resources={resources}
          filter={kept}
          none={
            <EmptyState
              title={t('none')}
              action={kept && <Button onClick={() => set({ filter: undefined })}>{t('clear')}</Button>}
            >
              {kept && t('noneOf', { filter: kept })}
            </EmptyState>
          }
        />
      </div>
    </ProjectWidgets>
  );
}

/** That a part of the filter says nothing of processes. */
function LeftOut({ kept }: { kept: string }) {
  const t = useTexts(resourceTexts);
  return (
    <p className="text-xs text-muted">{kept ? t('partOfFilter', { filter: kept }) : t('noneOfFilter')}</p>
  );
}

function NoResources() {
  const t = useTexts(resourceTexts);
  return (
    <NothingYet
      title={t('empty')}
      hint={t('emptyHint')}
      code={settings(window.location.origin)}
      codeLabel={t('emptyCode')}
    />
  );
}
