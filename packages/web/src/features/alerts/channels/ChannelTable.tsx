import type { Channel } from '@pharos/core/api/channels';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { channelChanges, deliveriesQuery, useChannelChange } from '../../../api/channels.ts';
import { Badge } from '../../../components/Badge.tsx';
import { IconButton } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { cx } from '../../../components/cx.ts';
import { type Column, Table } from '../../../components/Table.tsx';
import { When } from '../../../components/values.tsx';
import { common } from '../../../i18n/common.ts';
import { LANGUAGE_NAMES, useTexts } from '../../../i18n/i18n.ts';
import { DeliveryState } from './DeliveryState.tsx';
import { KindName } from './KindName.tsx';
import { TestButton, type Tested } from './TestButton.tsx';
import { channelTexts } from './texts.ts';

interface ChannelTableProps {
  project: string;
  channels: readonly Channel[];
  onEdit: (channel: Channel) => void;
}

/** Each channel with the last that was told by it; a row opens its form. */
export function ChannelTable({ project, channels, onEdit }: ChannelTableProps) {
  const t = useTexts(channelTexts);
  const c = useTexts(common);
  const [going, setGoing] = useState<Channel>();
  const [tested, setTested] = useState<Tested>();
  const remove = useChannelChange(project, channelChanges.remove);
  const latest = useInfiniteQuery(deliveriesQuery(project, {})).data?.pages[0]?.data;
  const columns: Column<Channel>[] = [
    {
      id: 'kind',
      header: t('kind'),
      width: 'clamp(2.5rem, 12vw, 9rem)',
      cell: (row) => <KindName kind={row.kind} />,
    },
    {
      id: 'name',
      header: t('name'),
      cell: ({ name, enabled }) => (
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {!enabled && <Badge>{t('off')}</Badge>}
        </span>
      ),
    },
    {
      id: 'language',
      header: t('language'),
      width: '8rem',
      wideOnly: true,
      cell: ({ language }) =>
        language ? LANGUAGE_NAMES[language] : <span className="text-muted">{t('anyLanguage')}</span>,
    },
    {
      id: 'last',
      header: t('last'),
      width: '14rem',
      wideOnly: true,
      cell: ({ id }) => {
        const last = latest?.find(({ channelId }) => channelId === id);
        return last ? (
          <span className="flex items-center gap-2" title={last.lastError ?? last.title}>
            <DeliveryState state={last.state} />
            <When at={last.createdAt} />
          </span>
        ) : (
          <span className="text-muted">{t('nothingLately')}</span>
        );
      },
    },
    {
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      width: '7.5rem',
      align: 'right',
      cell: (channel) => (
        <span className="flex items-center justify-end gap-1">
          <TestButton project={project} channel={channel} onTested={setTested} />
          <IconButton
            label={t('remove', { name: channel.name })}
            className="size-7"
            onClick={() => {
              remove.reset();
              setGoing(channel);
            }}
          >
            <Trash2 className="size-3.5" aria-hidden />
          </IconButton>
        </span>
      ),
    },
  ];
  return (
    <>
      <Table
        label={t('channels')}
        columns={columns}
        rows={channels}
        rowKey={({ id }) => id}
        onOpen={onEdit}
      />
      <p role="status" className={cx('text-sm', tested && (tested.arrived ? 'text-good' : 'text-bad'))}>
        {tested?.text}
      </p>
      <ConfirmDialog
        open={going !== undefined}
        onClose={() => setGoing(undefined)}
        title={t('removeTitle', { name: going?.name ?? '' })}
        action={c('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => going && remove.mutate(going.id, { onSuccess: () => setGoing(undefined) })}
      >
        {t('removeHint')}
      </ConfirmDialog>
    </>
  );
}
