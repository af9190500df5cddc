import type { ApiKey } from '@pharos/core/api/accounts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRole } from '../../api/me.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Section } from '../../components/Section.tsx';
import type { Column } from '../../components/Table.tsx';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { useProject } from '../../use-project.ts';
import { BrowserKeys } from './BrowserKeys.tsx';
import { KeyTable } from './KeyTable.tsx';
import { settings } from './messages.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { changes, keysQuery, useChange } from './settings-api.ts';

/** The project's keys: pairs of those who send and ask, and keys that stand in pages. */
export function KeysPanel() {
  const project = useProject();
  const may = atLeast(useRole(project), 'admin');
  return (
    <>
      <KeyPairs />
      {may && <BrowserKeys project={project} />}
    </>
  );
}

function KeyPairs() {
  const t = useTexts(settings);
  const project = useProject();
  const role = useRole(project);
  const may = atLeast(role, 'admin');
  const keys = useQuery({ ...keysQuery(project), enabled: role !== undefined && may });
  const [creating, setCreating] = useState(false);
  const revoke = useChange(project, changes.revokeKey, 'keys');

  const columns: Column<ApiKey>[] = [
    { id: 'name', header: t('name'), cell: (key) => <span className="font-medium">{key.name}</span> },
    {
      id: 'public',
      header: t('publicKey'),
      width: '11rem',
      wideOnly: true,
      cell: (key) => (
        <span className="font-mono text-xs text-soft" title={key.publicKey}>
          {key.publicKey}
        </span>
      ),
    },
    {
      id: 'secret',
      header: t('secret'),
      width: '5rem',
      wideOnly: true,
      cell: (key) => <span className="font-mono text-xs text-muted">…{key.secretHint}</span>,
    },
    {
      id: 'scopes',
      header: t('scopes'),
      width: '12.5rem',
      cell: (key) => (
        <span className="flex gap-1">
          {key.scopes.map((scope) => (
            <Badge key={scope} tone={scope === 'admin' ? 'warn' : 'neutral'}>
              {t(`scope_${scope}`)}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'expires',
      header: t('expires'),
      width: '6.5rem',
      wideOnly: true,
      cell: (key) => <Expiry at={key.expiresAt} />,
    },
  ];

  return (
    <Section
      title={t('keys')}
      hint={t('keysHint')}
      action={
        may && (
          <Button variant="primary" onClick={() => setCreating(true)}>
            {t('newKey')}
          </Button>
        )
      }
    >
      {may ? (
        <KeyTable
          label={t('keys')}
          t={t}
          query={keys}
          columns={columns}
          revoke={revoke}
          none={<EmptyState title={t('keysNone')} />}
        />
      ) : (
        <EmptyState title={t('keysDenied')} />
      )}
      <NewKeyDialog project={project} open={creating} onClose={() => setCreating(false)} />
    </Section>
  );
}

function Expiry({ at }: { at: string | null }) {
  const t = useTexts(settings);
  if (at === null) return <span className="text-muted">{t('never')}</span>;
  return Date.parse(at) < Date.now() ? <Badge tone="bad">{t('expired')}</Badge> : <When at={at} />;
}
