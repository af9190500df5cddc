import { type memberSchema, ROLES, type Role } from '@pharos/core/api/accounts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { useMe, useRole } from '../../api/me.ts';
import { membersQuery } from '../../api/members.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ErrorLine, ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { Select } from '../../components/Select.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { useProject } from '../../use-project.ts';
import { Invitations } from './Invitations.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { settings } from './messages.ts';
import { changes, useChange } from './settings-api.ts';

type Member = z.infer<typeof memberSchema>;

/** Who is in the project, and in which role. */
export function MembersPanel() {
  const t = useTexts(settings);
  const project = useProject();
  const navigate = useNavigate();
  const me = useMe();
  const role = useRole(project);
  const may = atLeast(role, 'admin');
  const members = useQuery(membersQuery(project));
  const setRole = useChange(project, changes.setRole, 'members');
  const remove = useChange(project, changes.removeMember, 'members');
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member>();
  const isMe = (member: Member | undefined) => member !== undefined && member.id === me?.user?.id;

  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t('personName'),
      cell: (member) => (
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{member.name}</span>
          {isMe(member) && <Badge tone="accent">{t('you')}</Badge>}
        </span>
      ),
    },
    { id: 'email', header: t('email'), cell: (member) => member.email, wideOnly: true },
    {
      id: 'role',
      header: t('role'),
      width: '8rem',
      cell: (member) =>
        may && (role === 'owner' || member.role !== 'owner') ? (
          <Select
            label={`${t('role')}: ${member.name}`}
            value={member.role}
            options={ROLES.map((value) => ({
              value,
              label: t(`role_${value}`),
              disabled: value === 'owner' && role !== 'owner',
            }))}
            onChange={(next: Role) => setRole.mutate({ userId: member.id, role: next })}
          />
        ) : (
          t(`role_${member.role}`)
        ),
    },
    {
      id: 'since',
      header: t('since'),
      width: '8rem',
      wideOnly: true,
      cell: (member) => <When at={member.since} relative={false} />,
    },
    {
      id: 'remove',
      header: <span className="sr-only">{t('remove')}</span>,
      width: '5.5rem',
      align: 'right',
      cell: (member) =>
        (isMe(member) || may) && (
          <Button variant="quietDanger" className="-mr-2 h-7 px-2" onClick={() => setRemoving(member)}>
            {isMe(member) ? t('leave') : t('remove')}
          </Button>
        ),
    },
  ];

  const confirm = () => {
    if (!removing) return;
    const leaving = isMe(removing);
    remove.mutate(removing.id, {
      onSuccess: () => {
        setRemoving(undefined);
        if (leaving) void navigate({ to: '/' });
      },
    });
  };

  return (
    <>
      <Section
        title={t('members')}
        hint={t('membersHint')}
        action={
          may && (
            <Button variant="primary" onClick={() => setInviting(true)}>
              {t('invite')}
            </Button>
          )
        }
      >
        <ErrorLine error={setRole.error} />
        {members.data ? (
          <Table label={t('members')} columns={columns} rows={members.data} rowKey={(member) => member.id} />
        ) : members.isError ? (
          <ErrorState error={members.error} onRetry={() => void members.refetch()} />
        ) : (
          <SkeletonRows rows={3} />
        )}
        <dl className="grid gap-x-6 gap-y-1 text-xs text-muted sm:grid-cols-2">
          {ROLES.map((each) => (
            <div key={each} className="flex gap-2">
              <dt className="font-medium text-soft">{t(`role_${each}`)}</dt>
              <dd>{t(`roleHint_${each}`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {may && <Invitations project={project} />}
      <InviteDialog project={project} role={role} open={inviting} onClose={() => setInviting(false)} />
      <ConfirmDialog
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={isMe(removing) ? t('leaveTitle') : t('removeTitle', { name: removing?.name ?? '' })}
        action={isMe(removing) ? t('leave') : t('remove')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={confirm}
      >
        {isMe(removing) ? t('leaveHint') : t('removeHint')}
      </ConfirmDialog>
    </>
  );
}
