import { formatFilterText } from '@pharos/core/filter-text';
import { useMemo } from 'react';
import { Panel } from '../../components/Panel.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { ProjectWidgets } from '../../widgets/ProjectWidgets.tsx';
import { ResourceCharts, useResources } from '../../widgets/resources/ResourceCharts.tsx';
import { resourceTexts } from '../../widgets/resources/texts.ts';

/** What the processes of an agent need; nothing where they do not tell. */
export function InstanceResources({ instances }: { instances: readonly { instance: string }[] }) {
  const t = useTexts(resourceTexts);
  const { resources } = useResources();
  const filter = useMemo(() => {
    const values = instances.map(({ instance }) => instance);
    return formatFilterText({
      filters: [{ field: 'attr.service.instance.id', op: '=', values }],
      search: '',
    });
  }, [instances]);
  if (!resources?.length || instances.length === 0) return null;
  return (
    <Panel title={t('title')} className="shrink-0 border-t pt-3">
      <ProjectWidgets>
        <ResourceCharts
          resources={resources}
          filter={filter}
          none={<p className="py-3 text-sm text-muted">{t('none')}</p>}
        />
      </ProjectWidgets>
    </Panel>
  );
}
