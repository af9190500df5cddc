import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { NewProjectDialog } from '../../shell/ProjectSwitcher.tsx';
import { Gate } from './Gate.tsx';
import { login } from './messages.ts';

/** For who is signed in and member of no project. */
export function WelcomePage() {
  const t = useTexts(login);
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  return (
    <Gate title={t('welcomeTitle')}>
      <p className="text-soft">{t('welcomeHint')}</p>
      <Button variant="primary" onClick={() => setCreating(true)}>
        {t('create')}
      </Button>
      <NewProjectDialog
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(project) => void navigate({ to: '/p/$project/overview', params: { project } })}
      />
    </Gate>
  );
}
