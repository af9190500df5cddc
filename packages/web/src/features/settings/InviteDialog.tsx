import { ROLES, type Role } from '@pharos/core/api/accounts';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { Select } from '../../components/Select.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { settings } from './messages.ts';
import { changes, useChange } from './settings-api.ts';

interface InviteDialogProps {
  project: string;
  /** Of who invites: only an owner makes owners. */
  role: Role | undefined;
  open: boolean;
  onClose: () => void;
}

/** Makes a link that lets somebody in, and shows it this one time. */
export function InviteDialog({ project, role: own, open, onClose }: InviteDialogProps) {
  const t = useTexts(settings);
  const c = useTexts(common);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const invite = useChange(project, changes.invite, 'invitations');
  const close = () => {
    onClose();
    invite.reset();
    setEmail('');
  };
  const submit = () => invite.mutate({ role, ...(email.trim() ? { email: email.trim() } : {}) });
  const link = invite.data?.link;
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('inviteTitle')}
      description={link ? t('linkOnce') : t('inviteHint')}
      actions={
        link ? (
          <Button variant="primary" onClick={close}>
            {t('done')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{c('cancel')}</Button>
            <Button variant="primary" busy={invite.isPending} onClick={submit}>
              {t('makeLink')}
            </Button>
          </>
        )
      }
    >
      {link ? (
        <CodeBlock code={link} label={t('inviteTitle')} />
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label={t('role')} hint={t(`roleHint_${role}`)}>
            {(ids) => (
              <Select
                {...ids}
                value={role}
                options={ROLES.filter((value) => value !== 'owner' || own === 'owner').map((value) => ({
                  value,
                  label: t(`role_${value}`),
                }))}
                onChange={setRole}
              />
            )}
          </Field>
          <Field label={t('emailOptional')} hint={t('emailOptionalHint')}>
            {(ids) => (
              <Input {...ids} type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
            )}
          </Field>
          <ErrorLine error={invite.error} />
        </form>
      )}
    </Dialog>
  );
}
