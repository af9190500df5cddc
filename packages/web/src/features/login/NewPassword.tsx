import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { z } from 'zod';
import { api } from '../../api/client.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { login } from './messages.ts';

export const PASSWORD_LEAST = 10;

interface NewPasswordProps {
  /** For the browser's password store. */
  username: string;
  onDone: () => void;
  /** Another button beside the one that sets it. */
  aside?: ReactNode;
}

/** Sets a first password after a login by link. */
export function NewPassword({ username, onDone, aside }: NewPasswordProps) {
  const t = useTexts(login);
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [checked, setChecked] = useState(false);
  const short = password.length < PASSWORD_LEAST;
  const unequal = password !== repeated;
  const set = useMutation({
    mutationFn: () => api.change(z.unknown(), 'POST', '/api/v1/me/password', { body: { password } }),
    onSuccess: onDone,
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!short && !unequal) set.mutate();
      }}
    >
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <Field
        label={t('newPassword')}
        hint={t('tooShort')}
        error={checked && short ? t('tooShort') : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('repeat')} error={checked && unequal ? t('unequal') : undefined}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            value={repeated}
            onChange={(event) => setRepeated(event.target.value)}
          />
        )}
      </Field>
      <ErrorLine error={set.error} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={set.isPending}>
          {t('setPassword')}
        </Button>
        {aside}
      </div>
    </form>
  );
}
