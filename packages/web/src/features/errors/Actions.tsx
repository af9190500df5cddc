import type { ErrorChange, ErrorGroup } from '@pharos/core/api/errors';
import { useNavigate } from '@tanstack/react-router';
import { Bell, BellOff, CircleCheck, CircleDot, Ellipsis, ExternalLink } from 'lucide-react';
import { useErrorChange } from '../../api/errors.ts';
import { useRole } from '../../api/me.ts';
import { Button } from '../../components/Button.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { useProject } from '../../use-project.ts';
import { errorsTexts } from './texts.ts';

/** What can be done about an error: see it where it was last, and, for members, resolve or mute it. */
export function Actions({ error }: { error: ErrorGroup }) {
  const t = useTexts(errorsTexts);
  const project = useProject();
  const navigate = useNavigate();
  const may = atLeast(useRole(project), 'member');
  const change = useErrorChange(project);
  const { group, example, resolvedAt, muted } = error;
  const say = (said: ErrorChange) => change.mutate({ group, ...said });
  const isResolved = resolvedAt !== null;
  return (
    <Menu
      align="end"
      trigger={
        <Button
          variant="quiet"
          aria-label={t('actionsOf', { error: [error.type, error.place].filter(Boolean).join(' · ') })}
          disabled={change.isPending}
        >
          <Ellipsis className="size-4" aria-hidden />
        </Button>
      }
    >
      <MenuItem
        icon={<ExternalLink />}
        onSelect={() =>
          void navigate({
            to: '/p/$project/traces/$traceId',
            params: { project, traceId: example.traceId },
            search: { span: example.spanId },
          })
        }
      >
        {t('latest')}
      </MenuItem>
      {may && (
        <>
          <MenuItem
            icon={isResolved ? <CircleDot /> : <CircleCheck />}
            onSelect={() => say({ resolved: !isResolved })}
          >
            {t(isResolved ? 'reopen' : 'resolve')}
          </MenuItem>
          <MenuItem icon={muted ? <Bell /> : <BellOff />} onSelect={() => say({ muted: !muted })}>
            {t(muted ? 'unmute' : 'mute')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
