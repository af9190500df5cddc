import type { Channel } from '@pharos/core/api/channels';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { channelsQuery } from '../../../api/channels.ts';
import { useRole } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { ChannelDialog } from './ChannelDialog.tsx';
import { ChannelTable } from './ChannelTable.tsx';
import { Deliveries } from './Deliveries.tsx';
import { channelTexts } from './texts.ts';

/** By which ways people and programs are told, and what became of what they were told. */
export function ChannelsTab() {
  const t = useTexts(channelTexts);
  const project = useProject();
  if (!atLeast(useRole(project), 'admin'))
    return <EmptyState title={t('denied')}>{t('deniedHint')}</EmptyState>;
  return <Channels project={project} />;
}

function Channels({ project }: { project: string }) {
  const t = useTexts(channelTexts);
  const channels = useQuery(channelsQuery(project));
  const [edited, setEdited] = useState<Channel | 'new'>();
  const make = (
    <Button variant="primary" onClick={() => setEdited('new')}>
      <Plus className="size-4" aria-hidden />
      {t('new')}
    </Button>
  );
  const isEmpty = channels.data?.length === 0;
  return (
    <>
      <Section title={t('channels')} hint={t('hint')} action={!isEmpty && make}>
        {channels.isError ? (
          <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />
        ) : !channels.data ? (
          <SkeletonRows rows={3} />
        ) : isEmpty ? (
          <EmptyState title={t('empty')} action={make}>
            {t('emptyHint')}
          </EmptyState>
        ) : (
          <ChannelTable project={project} channels={channels.data} onEdit={setEdited} />
        )}
      </Section>
      {channels.data && !isEmpty && <Deliveries project={project} channels={channels.data} />}
      {edited && (
        <ChannelDialog
          project={project}
          channel={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}
