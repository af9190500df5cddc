import { invitationPreviewSchema, meSchema } from '@pharos/core/api/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { Gate } from './Gate.tsx';
import { takeToken } from './link-token.ts';
import { login } from './messages.ts';
import { PASSWORD_LEAST } from './NewPassword.tsx';
import { useSignedIn } from './use-signed-in.ts';

/** Says what the invitation is for and makes the account that accepts it. */
export function InvitationPage() {
  const t = useTexts(login);
  const { token: asked } = useSearch({ from: '/invite' });
  const [token] = useState(() => takeToken() ?? asked);
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: () =>
      api.change(invitationPreviewSchema, 'POST', '/api/v1/invitations/preview', {
        body: { token },
        open: true,
      }),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (token === undefined) {
    return (
      <Gate title={t('invitationTitlePlain')}>
        <p className="text-soft">{t('noToken')}</p>
        <ToPassword />
      </Gate>
    );
  }
  if (preview.isError) {
    return (
      <Gate title={t('linkFailed')}>
        <ErrorLine error={preview.error} />
        <ToPassword />
      </Gate>
    );
  }
  const invitation = preview.data;
  return (
    <Gate
      title={
        invitation ? t('invitationTitle', { project: invitation.projectName }) : t('invitationTitlePlain')
      }
    >
      {invitation && (
        <>
          <p className="text-soft">{t('invitationRole', { role: t(invitation.role) })}</p>
          <AcceptForm token={token} email={invitation.email} />
        </>
      )}
    </Gate>
  );
}

/** Who has an account already can come in without the link. */
function ToPassword() {
  const t = useTexts(login);
  return (
    <Link to="/login" className="text-accent hover:underline">
      {t('toPassword')}
    </Link>
  );
}

function AcceptForm({ token, email: invited }: { token: string; email: string | null }) {
  const t = useTexts(login);
  const { keep, goOn } = useSignedIn();
  const [email, setEmail] = useState(invited ?? '');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const short = password.length < PASSWORD_LEAST;
  const accept = useMutation({
    mutationFn: () =>
      api.change(meSchema, 'POST', '/api/v1/invitations/accept', {
        body: { token, email: email.trim(), name: name.trim(), password },
        open: true,
      }),
    onSuccess: (me) => {
      keep(me);
      goOn('/');
    },
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!short) accept.mutate();
      }}
    >
      <Field label={t('email')}>
        {(ids) => (
          <Input
            {...ids}
            type="email"
            autoComplete="username"
            required
            readOnly={invited !== null}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('name')}>
        {(ids) => (
          <Input
            {...ids}
            autoComplete="name"
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t('password')}
        hint={t('passwordNewOrOwn')}
        error={checked && short ? t('tooShort') : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <ErrorLine error={accept.error} />
      <Button type="submit" variant="primary" busy={accept.isPending}>
        {t('join')}
      </Button>
    </form>
  );
}
