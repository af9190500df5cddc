import type { BrowserKey } from '@pharos/core/api/browser-keys';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { browserKeyTexts } from './browser-key-texts.ts';
import { NewBrowserKeyDialog, scriptTag } from './NewBrowserKeyDialog.tsx';
import { Section } from './Section.tsx';
import { browserKeysQuery, changes, useChange } from './settings-api.ts';

/** Keys that stand in pages. For those who may see keys. */
export function BrowserKeys({ project }: { project: string }) {
  const t = useTexts(browserKeyTexts);
  const keys = useQuery(browserKeysQuery(project));
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<BrowserKey>();
  const revoke = useChange(project, changes.revokeBrowserKey, 'browser-keys');

  const columns: Column<BrowserKey>[] = [
    {
      id: 'name',
      header: t('name'),
      width: '8rem',
      cell: (key) => <span className="font-medium">{key.name}</span>,
    },
    {
      id: 'key',
      header: t('key'),
      width: '15rem',
      wideOnly: true,
      cell: (key) => <span className="font-mono text-xs text-soft select-all">{key.publicKey}</span>,
    },
    {
      id: 'origins',
      header: t('origins'),
      cell: (key) => (
        <span className="block truncate font-mono text-xs text-soft" title={key.origins.join('\n')}>
          {key.origins.join(', ')}
        </span>
      ),
    },
    {
      id: 'used',
      header: t('lastUsed'),
      width: '7rem',
      wideOnly: true,
      cell: (key) =>
        key.lastUsedAt ? <When at={key.lastUsedAt} /> : <span className="text-muted">{t('unused')}</span>,
    },
    {
      id: 'revoke',
      header: <span className="sr-only">{t('revoke')}</span>,
      width: '5rem',
      align: 'right',
      cell: (key) => (
        <Button variant="quietDanger" className="-mr-2 h-7 px-2" onClick={() => setRevoking(key)}>
          {t('revoke')}
        </Button>
      ),
    },
  ];

  return (
    <Section
      title={t('title')}
      hint={t('hint')}
      action={<Button onClick={() => setCreating(true)}>{t('newKey')}</Button>}
    >
      {keys.data ? (
        keys.data.data.length === 0 ? (
          <div className="flex flex-col gap-2">
            <p className="text-sm text-muted">{t('none')}</p>
            <CodeBlock code={scriptTag('pk-web-…')} label={t('script')} />
          </div>
        ) : (
          <Table label={t('title')} columns={columns} rows={keys.data.data} rowKey={(key) => key.id} />
        )
      ) : keys.isError ? (
        <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
      ) : (
        <SkeletonRows rows={2} />
      )}
      <NewBrowserKeyDialog project={project} open={creating} onClose={() => setCreating(false)} />
      <ConfirmDialog
        open={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('revokeTitle', { name: revoking?.name ?? '' })}
        action={t('revoke')}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking && revoke.mutate(revoking.id, { onSuccess: () => setRevoking(undefined) })}
      >
        {t('revokeHint')}
      </ConfirmDialog>
    </Section>
  );
}
