import { linkLoginSchema, loginSchema, meSchema } from '@pharos/core/api/accounts';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { Gate } from './Gate.tsx';
import { takeToken } from './link-token.ts';
import { login } from './messages.ts';
import { NewPassword } from './NewPassword.tsx';
import { useSignedIn } from './use-signed-in.ts';

/** Sign in by password, or by the one-time link, whose token is in the address. */
export function LoginPage() {
  const { next, token: asked } = useSearch({ from: '/login' });
  const [token, setToken] = useState(() => takeToken() ?? asked);
  return token ? (
    <LinkLogin token={token} next={next} onGiveUp={() => setToken(undefined)} />
  ) : (
    <PasswordLogin next={next} />
  );
}

function PasswordLogin({ next }: { next: string | undefined }) {
  const t = useTexts(login);
  const { keep, goOn } = useSignedIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => {
      const body = loginSchema.parse({ email: email.trim(), password });
      return api.change(meSchema, 'POST', '/api/v1/login', { body, open: true });
    },
    onSuccess: (me) => {
      keep(me);
      goOn(next);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <Gate title={t('title')}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label={t('email')}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('password')}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <ErrorLine error={signIn.error} />
        <Button type="submit" variant="primary" busy={signIn.isPending}>
          {t('signIn')}
        </Button>
      </form>
      <p className="text-xs text-muted">{t('noAccount')}</p>
    </Gate>
  );
}

interface LinkLoginProps {
  token: string;
  next: string | undefined;
  onGiveUp: () => void;
}

function LinkLogin({ token, next, onGiveUp }: LinkLoginProps) {
  const t = useTexts(login);
  const { keep, goOn } = useSignedIn();
  const { mutate, data, error } = useMutation({
    mutationFn: () =>
      api.change(meSchema, 'POST', '/api/v1/login/link', {
        body: linkLoginSchema.parse({ token }),
        open: true,
      }),
    onSuccess: keep,
  });
  // The link works once: a second attempt of the same page would burn it in vain.
  const tried = useRef(false);
  useEffect(() => {
    if (tried.current) return;
    tried.current = true;
    mutate();
  }, [mutate]);
  if (data) {
    return (
      <Gate title={t('setTitle')}>
        <p className="text-sm text-soft">{t('setHint', { email: data.user?.email ?? '' })}</p>
        <NewPassword
          username={data.user?.email ?? ''}
          onDone={() => goOn(next)}
          aside={
            <Button variant="quiet" onClick={() => goOn(next)}>
              {t('later')}
            </Button>
          }
        />
      </Gate>
    );
  }
  return (
    <Gate title={error ? t('linkFailed') : t('linkTitle')}>
      {error ? (
        <>
          <ErrorLine error={error} />
          <Button onClick={onGiveUp}>{t('toPassword')}</Button>
        </>
      ) : (
        <p role="status" className="text-muted">
          {t('linkWorking')}
        </p>
      )}
    </Gate>
  );
}
