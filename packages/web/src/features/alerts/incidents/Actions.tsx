import type { Incident } from '@pharos/core/api/incidents';
import type { Matcher } from '@pharos/core/incidents/matcher';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { BellOff, Check, CircleCheck, Undo2, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useIncidentChange } from '../../../api/incidents.ts';
import { membersQuery } from '../../../api/members.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../components/Menu.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { incidentPageTexts } from './page-texts.ts';

const ICON = 'size-4 text-muted';

/** What a member does about an incident: take it on, give it to somebody, silence what is like it, end it. */
export function Actions({ project, incident }: { project: string; incident: Incident }) {
  const t = useTexts(incidentPageTexts);
  const navigate = useNavigate();
  const [isResolving, setResolving] = useState(false);
  const change = useIncidentChange(project, incident.id);
  const isOpen = incident.state !== 'ended';
  const isAcknowledged = incident.acknowledgedAt !== null;
  const silence = () =>
    void navigate({
      to: '/p/$project/alerts/silences',
      params: { project },
      search: { new: JSON.stringify(matchersOf(incident)) },
    });
  return (
    <>
      {isOpen && (
        <Button
          variant={isAcknowledged ? 'secondary' : 'primary'}
          disabled={change.isPending}
          onClick={() => change.mutate({ acknowledged: !isAcknowledged })}
        >
          {isAcknowledged ? <Undo2 className={ICON} aria-hidden /> : <Check className="size-4" aria-hidden />}
          {t(isAcknowledged ? 'unacknowledge' : 'acknowledge')}
        </Button>
      )}
      <Assign
        project={project}
        assignee={incident.assignee}
        onAssign={(assignee) => change.mutate({ assignee })}
      />
      {isOpen && (
        <>
          <Button onClick={silence}>
            <BellOff className={ICON} aria-hidden />
            {t('silence')}
          </Button>
          <Button onClick={() => setResolving(true)}>
            <CircleCheck className={ICON} aria-hidden />
            {t('resolve')}
          </Button>
        </>
      )}
      {!isResolving && <ErrorLine error={change.error} />}
      <ConfirmDialog
        open={isResolving}
        onClose={() => setResolving(false)}
        title={t('resolveTitle')}
        action={t('resolve')}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate({ resolved: true }, { onSuccess: () => setResolving(false) })}
      >
        {t('resolveHint')}
      </ConfirmDialog>
    </>
  );
}

interface AssignProps {
  project: string;
  assignee: string | null;
  onAssign: (assignee: string | null) => void;
}

function Assign({ project, assignee, onAssign }: AssignProps) {
  const t = useTexts(incidentPageTexts);
  const members = useQuery(membersQuery(project)).data ?? [];
  return (
    <Menu
      align="end"
      trigger={
        <Button>
          <UserRound className={ICON} aria-hidden />
          {t('assign')}
        </Button>
      }
    >
      {members.map(({ id, email }) => (
        <MenuItem key={id} disabled={email === assignee} onSelect={() => onAssign(email)}>
          {email}
        </MenuItem>
      ))}
      {assignee !== null && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onAssign(null)}>{t('nobody')}</MenuItem>
        </>
      )}
    </Menu>
  );
}

const MOST_MATCHERS = 20;

/** What a silence of this incident, and of nothing else of its rule, says at first. Severity and kind follow from the rule. */
const matchersOf = ({ labels }: Incident): Matcher[] =>
  Object.entries(labels)
    .filter(([label]) => label !== 'severity' && label !== 'kind')
    .slice(0, MOST_MATCHERS)
    .map(([label, value]) => ({ label, op: '=', value }));
