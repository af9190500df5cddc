import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { alertDocumentsQuery } from '../../../api/alerts.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { nameOf } from '../../../components/form/named.ts';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { ContactDialog } from './ContactDialog.tsx';
import { RemoveButton } from './RemoveButton.tsx';
import { escalationTexts } from './texts.ts';
import { useNames } from './use-names.ts';

type Row = StoredAlertDocument<'contact'>;

/** By which channels each person is reached. */
export function Contacts({ project, may }: { project: string; may: boolean }) {
  const t = useTexts(escalationTexts);
  const contacts = useQuery(alertDocumentsQuery(project, 'contact'));
  const { people, channels } = useNames(project);
  const [edited, setEdited] = useState<Row | 'new'>();
  const columns: Column<Row>[] = [
    {
      id: 'person',
      header: t('person'),
      width: '32%',
      cell: ({ person }) => <span className="font-medium">{nameOf(people, person)}</span>,
    },
    {
      id: 'channels',
      header: t('channels'),
      cell: (row) => row.channels.map((id) => nameOf(channels, id)).join(', '),
    },
  ];
  if (may)
    columns.push({
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      width: '2.5rem',
      align: 'right',
      cell: ({ id, person }) => (
        <RemoveButton project={project} kind="contact" id={id} name={nameOf(people, person)} />
      ),
    });
  return (
    <Section
      title={t('contacts')}
      hint={t('contactsHint')}
      action={
        may && (
          <Button onClick={() => setEdited('new')}>
            <Plus className="size-4 text-muted" aria-hidden />
            {t('newContact')}
          </Button>
        )
      }
    >
      {contacts.isError ? (
        <ErrorState error={contacts.error} onRetry={() => void contacts.refetch()} />
      ) : !contacts.data ? (
        <SkeletonRows rows={2} />
      ) : contacts.data.length === 0 ? (
        <p className="text-sm text-muted">{t('noContacts')}</p>
      ) : (
        <Table
          label={t('contacts')}
          columns={columns}
          rows={contacts.data}
          rowKey={({ id }) => id}
          {...(may && { onOpen: setEdited })}
        />
      )}
      {edited && (
        <ContactDialog
          project={project}
          contact={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Section>
  );
}
