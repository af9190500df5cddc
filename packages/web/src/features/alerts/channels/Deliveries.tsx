import type { Channel, Delivery } from '@pharos/core/api/channels';
import { DELIVERY_STATES } from '@pharos/core/channels/outcome';
import { useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { deliveriesQuery } from '../../../api/channels.ts';
import { Badge } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LoadMore } from '../../../components/LoadMore.tsx';
import { Section } from '../../../components/Section.tsx';
import { Select } from '../../../components/Select.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useUrlState } from '../../../url-state.ts';
import { DeliveryState } from './DeliveryState.tsx';
import { ResendButton } from './ResendButton.tsx';
import { channelTexts } from './texts.ts';

const deliveriesSearch = z.object({
  state: z.enum(DELIVERY_STATES).optional().catch(undefined),
  channel: z.string().max(64).optional().catch(undefined),
});

interface DeliveriesProps {
  project: string;
  channels: readonly Channel[];
}

/** What was told, and what could not be: the newest first. */
export function Deliveries({ project, channels }: DeliveriesProps) {
  const t = useTexts(channelTexts);
  const [{ state, channel }, set] = useUrlState(deliveriesSearch);
  const query = useInfiniteQuery(deliveriesQuery(project, { state, channel }));
  const columns = useColumns(project);
  const rows = query.data?.pages.flatMap((page) => page.data);
  const isFiltered = state !== undefined || channel !== undefined;
  return (
    <Section title={t('deliveries')} hint={t('deliveriesHint')}>
      <div className="flex flex-wrap gap-2">
        <Select
          label={t('state')}
          value={state ?? ''}
          onChange={(next) => set({ state: next === '' ? undefined : next })}
          options={[
            { value: '', label: t('anyState') },
            ...DELIVERY_STATES.map((value) => ({ value, label: t(`state_${value}`) })),
          ]}
        />
        <Select
          label={t('channel')}
          value={channel ?? ''}
          onChange={(next) => set({ channel: next || undefined })}
          options={[
            { value: '', label: t('anyChannel') },
            ...channels.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
      {query.isError && !rows ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !rows ? (
        <SkeletonRows rows={4} />
      ) : rows.length > 0 ? (
        <Table
          label={t('deliveries')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          stale={query.isPlaceholderData}
          footer={<LoadMore query={query} />}
        />
      ) : (
        <p className="flex items-center gap-3 py-3 text-sm text-muted">
          {isFiltered ? t('noDelivery') : t('noDeliveries')}
          {isFiltered && (
            <Button onClick={() => set({ state: undefined, channel: undefined })}>{t('clear')}</Button>
          )}
        </p>
      )}
    </Section>
  );
}

function useColumns(project: string): Column<Delivery>[] {
  const t = useTexts(channelTexts);
  return [
    {
      id: 'state',
      header: t('state'),
      width: 'clamp(5rem, 10vw, 6.5rem)',
      cell: ({ state }) => <DeliveryState state={state} />,
    },
    {
      id: 'told',
      header: t('told'),
      cell: ({ title, lastError, maybeRepeated, createdAt }) => (
        <span className="block py-1.5" title={lastError ? `${title}\n${lastError}` : title}>
          <span className="flex min-w-0 items-center gap-2">
            <span className="truncate">{title}</span>
            {maybeRepeated > 0 && (
              <Badge tone="warn" title={t('repeatedHint')}>
                {t('repeated')}
              </Badge>
            )}
          </span>
          <span className="block truncate text-xs text-muted">
            <span className="mr-1.5 sm:hidden">
              <When at={createdAt} listed />
            </span>
            {lastError}
          </span>
        </span>
      ),
    },
    { id: 'channel', header: t('channel'), width: '11rem', wideOnly: true, cell: (row) => row.channelName },
    {
      id: 'attempts',
      header: t('attempts'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ attempts }) => attempts,
    },
    {
      id: 'at',
      header: t('at'),
      width: '8rem',
      align: 'right',
      wideOnly: true,
      cell: ({ createdAt }) => <When at={createdAt} listed />,
    },
    {
      id: 'next',
      header: t('next'),
      width: 'clamp(6.5rem, 12vw, 8rem)',
      align: 'right',
      cell: ({ id, state, nextAttemptAt }) =>
        state === 'dead' ? <ResendButton project={project} id={id} /> : <When at={nextAttemptAt} />,
    },
  ];
}
