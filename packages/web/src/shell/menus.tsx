import { LANGUAGES } from '@pharos/core/language';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleUser, Languages, LogOut, SunMoon, UserRound } from 'lucide-react';
import { z } from 'zod';
import { api, forgetCsrfToken } from '../api/client.ts';
import { useMe } from '../api/me.ts';
import { IconButton } from '../components/Button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../components/Menu.tsx';
import { setTheme, THEMES, useTheme } from '../design/theme.ts';
import { LANGUAGE_NAMES, setLanguage, useLanguage, useTexts } from '../i18n/i18n.ts';
import { useProject } from '../use-project.ts';
import { shell } from './messages.ts';

export function ThemeMenu() {
  const t = useTexts(shell);
  const theme = useTheme();
  return (
    <Menu
      side="top"
      trigger={
        <IconButton label={t('theme')}>
          <SunMoon className="size-4" aria-hidden />
        </IconButton>
      }
    >
      <MenuChoice
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`theme_${value}`) }))}
        onChange={setTheme}
      />
    </Menu>
  );
}

export function LanguageMenu() {
  const t = useTexts(shell);
  const language = useLanguage();
  return (
    <Menu
      side="top"
      trigger={
        <IconButton label={t('language')}>
          <Languages className="size-4" aria-hidden />
        </IconButton>
      }
    >
      <MenuChoice
        value={language}
        options={LANGUAGES.map((value) => ({
          value,
          label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
        }))}
        onChange={setLanguage}
      />
    </Menu>
  );
}

/** Ends the session and everything that was loaded in it. */
export function useLogout(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await api.change(z.unknown(), 'POST', '/api/v1/logout');
    forgetCsrfToken();
    await navigate({ to: '/login' });
    queryClient.clear();
  };
}

export function AccountMenu() {
  const t = useTexts(shell);
  const me = useMe();
  const project = useProject();
  const navigate = useNavigate();
  const logout = useLogout();
  return (
    <Menu
      side="top"
      className="min-w-56"
      trigger={
        <IconButton label={t('account')}>
          <CircleUser className="size-4" aria-hidden />
        </IconButton>
      }
    >
      {me?.user && <MenuLabel>{t('signedInAs', { email: me.user.email })}</MenuLabel>}
      <MenuItem
        icon={<UserRound aria-hidden />}
        onSelect={() => void navigate({ to: '/p/$project/settings/account', params: { project } })}
      >
        {t('account')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void logout()}>
        {t('logout')}
      </MenuItem>
    </Menu>
  );
}
