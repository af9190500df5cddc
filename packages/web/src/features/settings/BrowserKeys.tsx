import type { BrowserKey } from '@pharos/core/api/browser-keys';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Section } from '../../components/Section.tsx';
import type { Column } from '../../components/Table.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { browserKeyTexts } from './browser-key-texts.ts';
import { KeyTable } from './KeyTable.tsx';
import { NewBrowserKeyDialog, scriptTag } from './NewBrowserKeyDialog.tsx';
import { SignedUsersDialog } from './SignedUsersDialog.tsx';
import { browserKeysQuery, changes, useChange } from './settings-api.ts';

/** Keys that stand in pages. For those who may see keys. */
export function BrowserKeys({ project }: { project: string }) {
  const t = useTexts(browserKeyTexts);
  const keys = useQuery(browserKeysQuery(project));
  const [creating, setCreating] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const chosenKey = keys.data?.data.find(({ id }) => id === chosen);
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
      id: 'users',
      header: t('users'),
      width: '7.5rem',
      cell: (key) => (
        <Button variant="quiet" className="-ml-2 h-7 px-2" onClick={() => setChosen(key.id)}>
          {t(key.signedUsersOnly ? 'signedUsers' : 'anyUser')}
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
      <KeyTable
        label={t('title')}
        t={t}
        query={keys}
        columns={columns}
        revoke={revoke}
        none={
          <div className="flex flex-col gap-2">
            <p className="text-sm text-muted">{t('none')}</p>
            <CodeBlock code={scriptTag('pk-web-…')} label={t('script')} />
          </div>
        }
      />
      {chosenKey && (
        <SignedUsersDialog project={project} browserKey={chosenKey} onClose={() => setChosen(undefined)} />
      )}
      <NewBrowserKeyDialog project={project} open={creating} onClose={() => setCreating(false)} />
    </Section>
  );
}
