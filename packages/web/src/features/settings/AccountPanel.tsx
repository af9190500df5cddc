import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../api/client.ts';
import { isFailure } from '../../api/failure.ts';
import { useMe } from '../../api/me.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { Section } from '../../components/Section.tsx';
import { toast } from '../../components/Toast.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useLogout } from '../../shell/menus.tsx';
import { settings } from './messages.ts';

const PASSWORD_LEAST = 10;

/** The reader's own account. */
export function AccountPanel() {
  const t = useTexts(settings);
  const user = useMe()?.user;
  const logout = useLogout();
  return (
    <>
      <Section title={t('account')} action={<Button onClick={() => void logout()}>{t('signOut')}</Button>}>
        <dl className="grid max-w-md grid-cols-[6rem_1fr] gap-y-1">
          <dt className="text-muted">{t('personName')}</dt>
          <dd className="truncate">{user?.name ?? '–'}</dd>
          <dt className="text-muted">{t('email')}</dt>
          <dd className="truncate">{user?.email ?? '–'}</dd>
        </dl>
      </Section>
      <PasswordForm email={user?.email ?? ''} />
    </>
  );
}

function PasswordForm({ email }: { email: string }) {
  const t = useTexts(settings);
  const empty = { current: '', password: '', repeated: '' };
  const [form, setForm] = useState(empty);
  const [checked, setChecked] = useState(false);
  const short = form.password.length < PASSWORD_LEAST;
  const unequal = form.password !== form.repeated;
  const change = useMutation({
    mutationFn: () => {
      const body = { password: form.password, ...(form.current ? { current: form.current } : {}) };
      return api.change(z.unknown(), 'POST', '/api/v1/me/password', { body });
    },
    onSuccess: () => {
      setForm(empty);
      setChecked(false);
      toast(t('passwordChanged'));
    },
  });
  const wrong = isFailure(change.error, 401);
  const input = (name: keyof typeof empty, autoComplete: string) => ({
    type: 'password',
    autoComplete,
    value: form[name],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  });
  return (
    <Section title={t('passwordTitle')} hint={t('passwordHint')}>
      <form
        className="flex max-w-xs flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (!short && !unequal) change.mutate();
        }}
      >
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <Field label={t('current')} hint={t('currentHint')} error={wrong ? t('passwordWrong') : undefined}>
          {(ids) => <Input {...ids} {...input('current', 'current-password')} />}
        </Field>
        <Field
          label={t('newPassword')}
          hint={t('tooShort')}
          error={checked && short ? t('tooShort') : undefined}
        >
          {(ids) => <Input {...ids} {...input('password', 'new-password')} />}
        </Field>
        <Field label={t('repeat')} error={checked && unequal ? t('unequal') : undefined}>
          {(ids) => <Input {...ids} {...input('repeated', 'new-password')} />}
        </Field>
        {!wrong && <ErrorLine error={change.error} />}
        <Button type="submit" variant="primary" className="self-start" busy={change.isPending}>
          {t('changePassword')}
        </Button>
      </form>
    </Section>
  );
}
